"""Kernels: compiled functions that call one another.

Numba makes machine code of every compiled function and of all that it calls, each time anew: a
function at the bottom of six calls is optimised and assembled six times. Here a function that
others call is only translated to LLVM's language; it is optimised and assembled where Python
enters, with all that it calls, once. One translation serves all callers, also those that pass a
constant.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import TypeAlias

from numba.core.codegen import JITCodeLibrary, ll
from numba.core.compiler import CompilerBase, CompileResult, DefaultPassBuilder, StateDict
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.registry import CPUDispatcher
from numba.core.targetconfig import ConfigStack
from numba.core.typed_passes import NativeLowering
from numba.core.types import Type, unliteral

Types: TypeAlias = tuple[Type, ...]


class TranslatedLibrary(JITCodeLibrary):
    """A function and what it calls in LLVM's language, as it came from numba; never run."""

    def _optimize_functions(self, ll_module: ll.ModuleRef) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class Translation(NativeLowering):
    """The last step of a function that only other kernels call."""

    _name = "translation"

    def run_pass(self, state: StateDict) -> bool:
        """Translate, and register the result under a key that stands for the machine code."""
        state.library = TranslatedLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        result, key = state["cr"], object()
        state.targetctx.insert_user_function(key, result.fndesc, [state.library])
        state["cr"] = result._replace(cfunc=key)
        return True


class Translator(CompilerBase):
    """Numba's own steps with ``Translation`` for the last."""

    def define_pipelines(self) -> list[PassManager]:
        """One pipeline."""
        steps = PassManager("translator")
        for step, what in DefaultPassBuilder.define_nopython_pipeline(self.state).passes:
            steps.add_pass(Translation if step is NativeLowering else step, what)
        steps.finalize()
        return [steps]


class Counting(CPUDispatcher):
    """A compiled function that counts who holds an array, or borrows all it has (``_nrt``)."""

    def _refuse_uncounted(self, own: CompileResult, *, caller_counts: bool) -> None:
        """No array may pass from where its holders are counted to where they are not, or back.

        It would never be let go, or let go while it is in use.

        Raises:
            TypeError: this function returns an array, and only one of the two counts.
        """
        returned = own.target_context.data_model_manager[own.signature.return_type]
        if (
            returned.contains_nrt_meminfo()
            and self.targetoptions.get("_nrt", True) != caller_counts
        ):
            raise TypeError(f"{own.fndesc.qualname} returns an array; see ``borrowing``")


class Inner(Counting):
    """A function as other kernels see it."""

    def add_overload(self, cres: CompileResult) -> None:
        """Keep a translation; there is nothing that Python could call."""
        self.overloads[tuple(cres.signature.args)] = cres

    def get_call_template(self, args: Types, kws: Mapping[str, Type]) -> tuple[object, ...]:
        """The types of a call; a constant is as good as any other number of its type."""
        plain = tuple(unliteral(a) for a in args)
        template: tuple[object, ...] = super().get_call_template(plain, kws)
        caller = ConfigStack.top_or_none()
        if plain in self.overloads and caller is not None:
            self._refuse_uncounted(self.overloads[plain], caller_counts=caller.nrt)
        return template


class Kernel(Counting):
    """A function as Python sees it; other kernels are shown ``inner``."""

    def __init__(
        self,
        py_func: Callable[..., object],
        locals: Mapping[str, Type] | None = None,
        targetoptions: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(py_func, locals, targetoptions)
        options = {**self.targetoptions, "no_cpython_wrapper": True}
        self.inner = Inner(py_func, targetoptions=options, pipeline_class=Translator)

    def add_overload(self, cres: CompileResult) -> None:
        """Keep machine code; it is told of the objects of what it calls, as from a cache."""
        super().add_overload(cres)
        self._refuse_uncounted(cres, caller_counts=True)
        for environment in cres._find_referenced_environments():
            cres.library.codegen.set_env(environment.env_name, environment)

    def get_call_template(self, args: Types, kws: Mapping[str, Type]) -> tuple[object, ...]:
        """The types of another kernel's call."""
        return self.inner.get_call_template(args, kws)

    def get_overload(self, sig: object) -> object:
        """What another kernel's call leads to."""
        return self.inner.get_overload(sig)

    def compile(self, sig: object) -> object:
        """Make machine code, or find it; a compiler's many small objects need no collecting."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return super().compile(sig)
        finally:
            if collects:
                gc.enable()

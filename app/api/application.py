"""The application with every endpoint; the pages are added beside it in ``app.service``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI

from app.api import (
    dispatch,
    events,
    health,
    judging,
    outputs,
    plans,
    questions,
    reference,
    rosters,
    seasons,
    sweeps,
    whatif,
)
from app.api.document import Service
from app.api.failures import install_failures
from app.api.gate import Gate
from app.api.guards import Guards
from app.desk.context import Context
from routing.pipeline import component_versions

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_api(context: Context, *, lifespan: Lifespan | None = None) -> Service:
    """The HTTP API over the given parts."""
    app = Service(
        title="Zhida 直达",
        version=component_versions()["zhida"],
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # Its own spans would tell addresses and queries; ours are made in the guards.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    app.state.context = context
    app.add_middleware(Gate, keys=context.keys)
    app.add_middleware(Guards, settings=context.settings, tracing=context.tracing)
    install_failures(app)
    # The outputs come last: their path would swallow the others.
    for router in (
        health.ROUTER,
        judging.ROUTER,
        whatif.ROUTER,
        questions.ROUTER,
        sweeps.ROUTER,
        seasons.ROUTER,
        plans.ROUTER,
        events.ROUTER,
        rosters.ROUTER,
        dispatch.ROUTER,
        outputs.ROUTER,
        reference.ROUTER,
    ):
        app.include_router(router)
    return app

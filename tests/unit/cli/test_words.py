"""What the command line says of itself, and of a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.main import SERVICE_WORDS
from app.main import main as whole_main
from routing import pipeline
from routing.cli.main import VERBS, build_parser
from routing.cli.summary import summarise
from routing.model.plan import StopReason
from routing.model.rules import PolicyProfile
from tests.generators.small_plan import small_plan


def test_the_help_names_every_word_of_engine_and_service(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        whole_main(["--help"])
    said = capsys.readouterr().out
    assert all(f"    {word} " in said for word in (*VERBS, *SERVICE_WORDS))


@pytest.mark.parametrize("word", VERBS)
def test_every_word_of_the_engine_knows_its_own_words(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        build_parser(word).parse_args([word, "--help"])
    assert f"zhida {word}" in capsys.readouterr().out
    assert callable(getattr(VERBS[word].load(), VERBS[word].deed))


def test_every_public_name_of_the_pipeline_is_found() -> None:
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)
    assert not hasattr(pipeline, "helpers")


@pytest.mark.parametrize("reason", StopReason)
def test_why_the_search_ended_is_said_in_words(reason: StopReason, root: Path) -> None:
    profile = PolicyProfile.model_validate_json((root / "data/policies/cn-2023.json").read_bytes())
    plan = small_plan(profile).model_copy(update={"stop_reason": reason})
    said = {
        language: summarise(plan, language=language).splitlines()[2] for language in ("zh", "en")
    }
    assert f"({reason.value})" not in said["zh"]
    assert said["zh"].rpartition("(")[2] != said["en"].rpartition("(")[2]

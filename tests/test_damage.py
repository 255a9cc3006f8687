"""Sound articles damaged in ways whose truth is known: how many come back, and how right the findings are."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

import pytest

import htmlrepair
from htmlrepair import Confidence
from tests.damage.articles import LANGUAGES, article
from tests.damage.judging import measured, rows, tallies
from tests.damage.manglings import MODELS
from tests.judges import parse_errors, structure_errors

README: Final = (Path(htmlrepair.__file__).parent.parent / "README.md").read_text("utf-8")
FLOORS: Final = {"most": 0.6, "third": 0.85, "lost >": 0.93, "bare and cut": 0.95, "spaced and bare": 0.9}
"""The least share of articles that come back whole; 0.98 for the other models."""
LEAST_RIGHT: Final = {Confidence.CERTAIN: 0.995, Confidence.LIKELY: 0.95, Confidence.GUESS: 0.0}
FEWEST: Final = 100
"""Of fewer findings no share is asked of a class by itself."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_sound_articles_come_back_byte_for_byte(language: str) -> None:
    for number in range(60):
        source = article(Random(f"{language} {number}"), language)
        assert htmlrepair.repair(source) == source


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_articles_are_sound(language: str) -> None:
    source = "<!DOCTYPE html><title>x</title>" + article(Random(language), language)
    assert not parse_errors(source)
    assert not structure_errors(source)


@pytest.mark.parametrize("model", MODELS)
def test_damaged_articles_come_back(model: str) -> None:
    share, _ = measured(model)
    assert share >= FLOORS.get(model, 0.98)


def test_findings_are_as_right_as_their_confidence_says() -> None:
    known = tallies()
    low = {
        key: tally
        for key, tally in known.items()
        if tally.all >= FEWEST and tally.right / tally.all < LEAST_RIGHT[key[1]]
    }
    assert not low
    for confidence, least in LEAST_RIGHT.items():
        of_confidence = [tally for (_, other), tally in known.items() if other is confidence]
        assert sum(tally.right for tally in of_confidence) >= least * sum(tally.all for tally in of_confidence)


def test_the_readme_shows_how_right_the_findings_are() -> None:
    table = README[README.index("| class | certain | likely |") :].split("\n\n")[0]
    assert table.splitlines()[2:] == list(rows())

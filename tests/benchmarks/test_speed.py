"""How long the main jobs take; ``--benchmark-enable`` to measure, without it each runs once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import htmlrepair
from tests.case_files import DAMAGED_DOCUMENTS, SOUND_DOCUMENTS


@pytest.mark.parametrize("folder", DAMAGED_DOCUMENTS, ids=lambda folder: folder.name)
def test_repair_of_a_damaged_article(benchmark: BenchmarkFixture, folder: Path) -> None:
    source = (folder / "input.html").read_text("utf-8")
    assert benchmark(htmlrepair.repair, source) != source


@pytest.mark.parametrize("path", SOUND_DOCUMENTS, ids=lambda path: path.name)
def test_recognition_of_a_sound_document(benchmark: BenchmarkFixture, path: Path) -> None:
    source = path.read_text("utf-8")
    assert benchmark(htmlrepair.repair, source) == source

"""Whole documents: sound ones come back byte for byte, damaged articles as their goldens say."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

import htmlrepair
from htmlrepair.source import Lines
from tests.attack.promises import broken
from tests.case_files import DAMAGED_DOCUMENTS, SOUND_DOCUMENTS
from tests.judges import same_document


@pytest.mark.parametrize("path", SOUND_DOCUMENTS, ids=lambda path: path.name)
def test_a_sound_document_comes_back_byte_for_byte(path: Path) -> None:
    markup = path.read_text("utf-8")
    parser = html5lib.HTMLParser()
    parser.parse(markup)
    assert not parser.errors
    diagnosis = htmlrepair.diagnose(markup)
    assert diagnosis.html == markup
    assert diagnosis.is_sound


@pytest.mark.parametrize("folder", DAMAGED_DOCUMENTS, ids=lambda folder: folder.name)
def test_a_damaged_article_comes_out_as_its_golden(folder: Path, update_goldens: bool) -> None:
    source = (folder / "input.html").read_text("utf-8")
    diagnosis = htmlrepair.diagnose(source)
    report = _report(diagnosis)
    if update_goldens:
        assert not list(broken(source))
        (folder / "output.html").write_text(diagnosis.html, "utf-8")
        (folder / "diagnostics.txt").write_text(report, "utf-8")
    assert diagnosis.html == (folder / "output.html").read_text("utf-8")
    assert report == (folder / "diagnostics.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", DAMAGED_DOCUMENTS, ids=lambda folder: folder.name)
def test_a_damaged_article_becomes_the_document_it_was(folder: Path) -> None:
    output = (folder / "output.html").read_text("utf-8")
    expected = (folder / "expected.html").read_text("utf-8")
    assert same_document(output, expected)


def _report(diagnosis: htmlrepair.Diagnosis) -> str:
    lines = Lines(diagnosis.source)
    return "".join(
        "{}:{} {} {}{}: {}\n".format(
            *lines.position(found.span.start),
            found.code,
            found.confidence.value,
            "" if found.applied else " left alone",
            found.message,
        )
        for found in diagnosis.diagnostics
    )

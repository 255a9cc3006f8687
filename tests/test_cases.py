"""Every case of ``fixtures/cases``: right output, right codes, right offsets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import htmlrepair
from htmlrepair.damage import WEAK_CODES
from htmlrepair.tokens import MalformedMarkup
from tests.case_files import CASE_FILES, Case, formatted, read_cases, write_cases

KNOWN_FAILURES = "known-failures"


def reported(source: str) -> str:
    """The diagnostics of *source*, a line each: ``start-end code confidence``, and ``left alone`` where not applied."""
    return "\n".join(
        f"{found.span.start}-{found.span.end} {found.code} {found.confidence.value}"
        + ("" if found.applied else " left alone")
        for found in htmlrepair.diagnose(source).diagnostics
    )


def weak_tokens(source: str) -> str:
    """The malformed tokens of *source*, a line each: ``start-end code reading|reading|…``."""
    return "\n".join(
        f"{token.span.start}-{token.span.end} {token.code} {'|'.join(reading.kind.value for reading in token.readings)}"
        for token in htmlrepair.tokenize(source)
        if isinstance(token, MalformedMarkup)
    )


def _cases(is_known_failure: bool) -> list[object]:
    return [
        pytest.param(case, id=str(case))
        for file in CASE_FILES
        if (file.stem == KNOWN_FAILURES) is is_known_failure
        for case in read_cases(file)
    ]


@pytest.mark.parametrize("case", _cases(is_known_failure=False))
def test_case(case: Case) -> None:
    assert htmlrepair.repair(case.data) == case.output
    assert reported(case.data) == (case.diagnostics or "")
    if case.tokens is not None:
        assert weak_tokens(case.data) == case.tokens


@pytest.mark.parametrize("case", _cases(is_known_failure=True))
@pytest.mark.xfail(reason="a case that begins to pass moves to the file of its code")
def test_known_failure(case: Case) -> None:
    assert htmlrepair.repair(case.data) == case.output


@pytest.mark.parametrize("file", CASE_FILES, ids=lambda file: file.stem)
def test_case_file_is_in_order(file: Path, update_goldens: bool) -> None:
    """Each name stands once, and the file is written as ``write_cases`` writes it."""
    cases = read_cases(file)
    if update_goldens and file.stem != KNOWN_FAILURES:
        wrong = [case.name for case in cases if htmlrepair.repair(case.data) != case.output]
        assert not wrong, "only reports are updated; an output is never bent to what the library does"
        cases = [_with_reports(case) for case in cases]
        write_cases(file, cases)
    assert len({case.name for case in cases}) == len(cases) > 0
    assert file.read_text("utf-8") == formatted(cases)


def _with_reports(case: Case) -> Case:
    shows_tokens = case.tokens is not None or case.file.stem in WEAK_CODES
    tokens = weak_tokens(case.data) if shows_tokens else ""
    return replace(case, diagnostics=reported(case.data) or None, tokens=tokens or None)

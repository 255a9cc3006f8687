"""The promises of the README that hold for every input: one property each."""

from __future__ import annotations

import timeit
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import htmlrepair
from htmlrepair import Confidence
from htmlrepair.codes import CODES
from htmlrepair.tokens import MalformedMarkup
from tests.attack.promises import broken, lost, without_surrogates
from tests.case_files import CASE_FILES, DAMAGED_DOCUMENTS, SOUND_DOCUMENTS, read_cases
from tests.markup import documents, hostile_documents, sound_documents

CASES = [case for file in CASE_FILES for case in read_cases(file)]
TEXTS = [
    *(pytest.param(case.data, id=str(case)) for case in CASES),
    *(pytest.param((folder / "input.html").read_text("utf-8"), id=folder.name) for folder in DAMAGED_DOCUMENTS),
    *(pytest.param(path.read_text("utf-8"), id=path.name) for path in SOUND_DOCUMENTS),
]


@given(documents())
@example("<</br>script>")
@example("&am</br>p;nbsp;")
def test_promises_hold_for_generated_documents(source: str) -> None:
    assert not list(broken(source))


@given(hostile_documents())
def test_promises_hold_for_hostile_documents(source: str) -> None:
    assert not list(broken(source))


@given(st.text(max_size=200))
def test_promises_hold_for_any_text(source: str) -> None:
    assert not list(broken(source))


@pytest.mark.parametrize("source", TEXTS)
def test_promises_hold_for_fixtures(source: str) -> None:
    assert not list(broken(source))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(markup: bytes) -> None:
    diagnosis = htmlrepair.diagnose(markup)
    assert isinstance(diagnosis.html, str)
    assert diagnosis.encoding


@pytest.mark.parametrize("source", TEXTS)
def test_tokens_tile_fixtures(source: str) -> None:
    assert "".join(token.span.cut(source) for token in htmlrepair.tokenize(source)) == source


@given(hostile_documents())
def test_tokens_tile_generated_documents(source: str) -> None:
    at = 0
    for token in htmlrepair.tokenize(source):
        assert token.span.start == at < token.span.end
        at = token.span.end
        if isinstance(token, MalformedMarkup):
            assert len(token.readings) >= 2
            assert token.text == token.span.cut(source)
    assert at == len(source)


@given(sound_documents())
def test_sound_documents_come_back_as_they_are(source: str) -> None:
    diagnosis = htmlrepair.diagnose(source)
    assert diagnosis.html == source
    assert diagnosis.is_sound
    assert not diagnosis.edits


@given(documents(), st.sets(st.sampled_from(CODES)), st.sampled_from(["certain", "likely", "guess"]))
def test_replay_and_undo_hold_for_every_choice(source: str, codes: set[str], confidence: str) -> None:
    diagnosis = htmlrepair.diagnose(source, codes=codes, minimum_confidence=confidence)
    assert htmlrepair.apply_edits(source, diagnosis.edits) == diagnosis.html
    assert htmlrepair.undo_edits(diagnosis.html, diagnosis.edits) == source
    assert {found.code for found in diagnosis.diagnostics} <= codes
    assert all(found.confidence >= Confidence(confidence) for found in diagnosis.diagnostics if found.applied)
    for chosen in (diagnosis.diagnostics, diagnosis.diagnostics[::2]):
        edits = [edit for found in chosen for edit in found.edits]
        assert htmlrepair.undo_edits(diagnosis.apply(chosen), edits) == source


@given(documents())
def test_visible_text_of_generated_documents_is_kept(source: str) -> None:
    assert not lost(htmlrepair.diagnose(without_surrogates(source)))


@pytest.mark.parametrize("source", TEXTS)
def test_visible_text_is_kept(source: str) -> None:
    assert not lost(htmlrepair.diagnose(source))


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "& ",
        "< b ",
        '< a b="',
        "`",
        "{{",
        "<!--",
        "< ! -- ",
        "<?",
        "li > ",
        "< b >",
        "<b>< /b >",
        "< td >",
        "＜b＞",
        "</br>",
        "<code>",
        "<a onclick=x>",
        "< title >",
        "<svg><style>",
        "<script><!--<script>",
        "<div>",
        "< p >x",
        "<table>< tr >",
        "\n```\n",
        '<a href=“x” b="',
        "    ~~~ a",
        "<% a ",
        " ~~~\n",
        '<a href="/x>two</a> ',
        "</b x. <i>",
        "< b >a , b . ",
        "<t d>",
        "<ul><li>x</li></ul>",
    ],
)
def test_work_grows_in_line_with_length(piece: str) -> None:
    """Counted in calls, which no busy machine changes: four times the source takes at most five times the work."""
    small, large = (_calls(piece * (size // len(piece))) for size in (6_000, 24_000))
    assert large <= 5 * small + 2_000


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("", "    ~~~ a", ""),
        ("", "<% a ", "%>"),
        ("", " ~~~\n", "\n~~~"),
        ('<a b=x="', " ", '">'),
        ("", "{{ ", ""),
        ("x", "<head>", ""),
        ("<table>", "x</td>", ""),
        ("", "<b><div>", ""),
        ("<div>", "<tr><td></div>", ""),
    ],
)
def test_time_grows_in_line_with_length(before: str, piece: str, after: str) -> None:
    """Where the work is done inside patterns, which calls do not show: sixteen times the source, far from 256 times."""

    def seconds(size: int) -> float:
        source = before + piece * (size // len(piece)) + after
        return min(timeit.repeat(lambda: htmlrepair.repair(source), timer=process_time, number=1, repeat=3))

    assert seconds(160_000) < 80 * seconds(10_000) + 0.05


def _calls(source: str) -> int:
    import sys

    count = 0

    def count_calls(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    sys.setprofile(count_calls)
    try:
        htmlrepair.repair(source)
    finally:
        sys.setprofile(None)
    return count

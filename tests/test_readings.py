"""One token, several readings: the rest of the document tells which."""

from __future__ import annotations

import pytest

import htmlrepair
from htmlrepair.tokens import MalformedMarkup

DAMAGED = "< p >The < b >gate</ b> is < em >shut em > . p >\n"
"""What shows that a document is plainly damaged."""


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("<p><strong>Tide: strong > at six</p>", "<p><strong>Tide: </strong> at six</p>"),
        ("<p>strong >Tide</strong> at six</p>", "<p><strong>Tide</strong> at six</p>"),
        ("<p>A strong > weak tide at six</p>", "<p>A strong > weak tide at six</p>"),
    ],
    ids=["end tag", "start tag", "prose"],
)
def test_the_same_words_are_an_end_tag_a_start_tag_and_prose(source: str, output: str) -> None:
    tokens = [token for token in htmlrepair.tokenize(source) if isinstance(token, MalformedMarkup)]
    assert [token.text for token in tokens] == ["strong >"]
    assert [reading.kind.value for reading in tokens[0].readings] == ["end tag", "start tag", "text"]
    assert htmlrepair.repair(source) == output


@pytest.mark.parametrize(
    "prose",
    [
        "With p > .05 nothing is shown.",
        "Use ul > li > a for it.",
        "The path is Home > Table > Fees.",
        "If a > b and b > c then a > c.",
        "It ends with “p >”, they say.",
    ],
)
@pytest.mark.parametrize("frame", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<p>One <b>slip</ b>.</p><p>{}</p>", "{}"])
def test_prose_stays_in_any_document(prose: str, frame: str) -> None:
    source = frame.format(prose)
    assert htmlrepair.repair(source).replace("</b>", "</ b>") == source
    damaged = f"{DAMAGED}< p >{prose}< / p >"
    assert f"<p>{prose}</p>" in htmlrepair.repair(damaged)


def test_fragments_side_by_side_are_decided_together() -> None:
    source = "<table><tr><td>oats td >< td >June</td></tr></table>"
    assert htmlrepair.repair(source) == "<table><tr><td>oats </td><td>June</td></tr></table>"


def test_bullets_and_what_is_left_of_their_end_tags_are_decided_together() -> None:
    source = f"{DAMAGED}\n  • < b >tar : b >black . li >\n  • rope\n\n    ul >\n"
    output = htmlrepair.repair(source)
    assert "<ul>\n<li><b>tar : </b>black . </li>\n<li>rope</li>\n\n    </ul>\n" in output


def test_weak_readings_are_likely_and_never_certain() -> None:
    source = "<p><strong>Tide: strong > at six</p>"
    (found,) = htmlrepair.diagnose(source).diagnostics
    assert (found.code, found.confidence.value, found.applied) == ("bare-tag-name", "likely", True)
    assert "strong >" in htmlrepair.repair(source, minimum_confidence="certain")


def test_layout_is_an_option() -> None:
    lines = "• rope\n• tar\n"
    assert htmlrepair.repair(lines) == "<ul>\n<li>rope</li>\n<li>tar</li>\n</ul>\n"
    assert htmlrepair.repair(lines, layout="keep") == lines
    text = "rope\t4\ntar\t9\n"
    assert htmlrepair.repair(text) == text
    assert htmlrepair.repair(text, layout="infer").startswith("<table>\n<tbody>\n<tr><td>rope</td><td>4</td></tr>")

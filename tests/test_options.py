"""What callers may choose, and what they are told when it does not exist."""

from __future__ import annotations

import copy
import pickle
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import htmlrepair
from htmlrepair import Confidence, Options, Repairer
from htmlrepair.codes import CODES
from tests.markup import hostile_documents


def test_codes_choose_the_damage() -> None:
    source = "< b >x</ b>& nbsp;"
    assert htmlrepair.repair(source, codes={"split-reference"}) == "< b >x</ b>&nbsp;"
    assert htmlrepair.repair(source, codes="split-reference") == "< b >x</ b>&nbsp;"
    assert htmlrepair.repair(source, codes=()) == source
    source = '<p><a title="x" title="y" target="_ blank">a'
    assert htmlrepair.repair(source, codes={"duplicate-attribute"}) == '<p><a title="x" target="_ blank">a'


def test_no_half_pair_is_left_when_one_code_is_off() -> None:
    source = "a < b >x</ b> c"
    assert htmlrepair.repair(source, codes={"spaced-tag"}) == source
    assert htmlrepair.repair("<p class=“x”>a</ p>", codes={"spaced-end-tag"}) == "<p class=“x”>a</p>"


def test_what_is_less_sure_changes_nothing_beside_what_is_surer() -> None:
    diagnosis = htmlrepair.diagnose("<p><i› x</em>y</p>", minimum_confidence="certain")
    assert {found.code for found in diagnosis.diagnostics if found.applied} == {"stray-end-tag"}
    assert "&lt;" not in diagnosis.html


def test_minimum_confidence_chooses_how_sure() -> None:
    assert htmlrepair.repair("one</ b>", minimum_confidence="certain") == "one</ b>"
    assert htmlrepair.repair("one</ b>", minimum_confidence=Confidence.LIKELY) == "one"
    assert htmlrepair.repair("<li>a", minimum_confidence="certain") == "<li>a"
    link_in_link = '<a name="x">t<ul> <li><a href="y">a</a></ul>'
    as_built = '<a name="x">t</a><ul><a name="x"> </a><li><a name="x"></a><a href="y">a</a></ul>'
    assert htmlrepair.repair(link_in_link, minimum_confidence="certain") == as_built
    assert htmlrepair.repair("<div>a</p></div>", minimum_confidence="certain") == "<div>a<p></p></div>"


def test_options_are_values() -> None:
    assert Options(codes=["bullet", "bullet"]) == Options(codes={"bullet"})
    assert hash(Options()) == hash(Options())
    assert Repairer(Options(minimum_confidence="guess"), codes={"bullet"}).options == Options({"bullet"}, "guess")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"codes": {"spaced-tags"}}, "unknown code 'spaced-tags'; known are angle-quote-tag, "),
        ({"minimum_confidence": "sure"}, "unknown confidence 'sure'; known are certain, likely, guess"),
        ({"layout": "guess"}, "unknown layout 'guess'; known are auto, infer, keep"),
        ({"colour": 1}, "unknown option 'colour'; known are codes, minimum_confidence"),
    ],
)
def test_an_unknown_choice_lists_the_known_ones(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        htmlrepair.repair("", **settings)


@pytest.mark.parametrize("markup", [None, 3, ["<p>"], bytearray(b"<p>")])
def test_another_type_is_refused_with_what_is_accepted(markup: object) -> None:
    with pytest.raises(TypeError, match="markup must be str or bytes, not "):
        htmlrepair.repair(markup)  # type: ignore[arg-type]


def test_options_of_another_type_are_refused() -> None:
    with pytest.raises(TypeError, match=r"options must be an htmlrepair\.Options, not dict"):
        htmlrepair.repair("", {"codes": ()})  # type: ignore[arg-type]


def test_the_pretty_printer_is_an_option() -> None:
    assert htmlrepair.repair("<ul><li>a<li>b</ul>", printer="pretty") == "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n"
    with pytest.raises(ValueError, match="unknown printer 'ugly'; known are source, pretty"):
        Options(printer="ugly")
    with pytest.raises(ValueError, match="max_reopened must be a number from 0 on"):
        Options(max_reopened=-1)


def test_a_document_of_too_many_tags_is_left_and_reported() -> None:
    source = "< b >x</ b> " * 3
    assert htmlrepair.repair(source, max_tags=6) == "<b>x</b> " * 3
    diagnosis = htmlrepair.diagnose(source, max_tags=5)
    assert diagnosis.html == source
    assert [(found.code, found.span, found.applied) for found in diagnosis.diagnostics] == [
        ("not-modelled", (0, len(source)), False)
    ]
    assert htmlrepair.diagnose("a < b > c < d, " * 9, max_tags=9).diagnostics[:1] != diagnosis.diagnostics
    assert not htmlrepair.diagnose("<p>one</p>", max_tags=0).diagnostics, "what is plainly sound needs no tokens"
    with pytest.raises(ValueError, match="max_tags must be a number from 0 on"):
        Options(max_tags=-1)


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("<div>" * 9 + "</ b>", 9),
        ("< div >" * 9 + "x" + "</ div>" * 9, 9),
        ("<x>" * 9 + "</ b>", 9),
        ("<svg>" * 9 + "</svg>" * 9 + "</ b>", 9),
        ("<ul><li>" * 9 + "</ b>", 18),
        ("<p><div>" * 9 + "</ b>", 18),
        ("<table><tr><td>" * 9 + "</ b>", 27),
        ("<p>x<b>y" * 9 + "</ b>", 2),
        ("<ul>" + "<li>x<div><font>y" * 9 + "</ b>", 4),
        ("<table>" + "<tr><td><font>x</td><td><font>y" * 9 + "</ b>", 4),
        ("<p>x</p>" * 9 + "<br><a>" * 9 + "</ b>", 1),
        ("<div><b>x</b></div>" * 9 + "</div></ b>", 2),
        ("<svg>" + "<path/>" * 9 + "</svg></ b>", 1),
    ],
)
def test_a_document_nested_too_deeply_is_left_and_reported(source: str, depth: int) -> None:
    source += " " * 99  # a short one is never asked
    assert htmlrepair.repair(source, max_depth=depth) != source
    diagnosis = htmlrepair.diagnose(source, max_depth=depth - 1)
    assert diagnosis.html == source
    assert [(found.code, found.span, found.applied) for found in diagnosis.diagnostics] == [
        ("not-modelled", (0, len(source)), False)
    ]


def test_text_that_comes_out_of_escapes_is_not_nested_too_deeply_either() -> None:
    source = "&lt;div&gt;" * 9 + "x" + "&lt;/div&gt;" * 9
    assert htmlrepair.repair(source, max_depth=9) == "<div>" * 9 + "x" + "</div>" * 9
    assert htmlrepair.repair(source, max_depth=8) == source


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ("<p<>x", {"minimum_confidence": "certain"}),
        ("<p<>x", {"codes": set(Options().codes) - {"unknown-tag"}}),
        ("<b>x<iframe>", {"codes": set(Options().codes) - {"missing-end-tag"}}),
        ("<h2>x & nbsp;y<!--", {"codes": set(Options().codes) - {"cut-off-markup"}}),
        ("<table>b<tr><li >", {"codes": set(Options().codes) - {"moved-table-content"}}),
    ],
)
def test_what_may_not_be_mended_is_not_mended_round_either(source: str, settings: dict[str, Any]) -> None:
    output = htmlrepair.repair(source, **settings)
    assert htmlrepair.repair(output, **settings) == output


class Odd(str):
    """Text that is cut and joined in a way of its own, as that of some template languages."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> str:
        raise AssertionError

    def __add__(self, other: str) -> str:
        raise AssertionError


def test_text_of_a_subclass_is_text() -> None:
    diagnosis = htmlrepair.diagnose(Odd("< b >x</ b> <p>y"))
    assert diagnosis.html == "<b>x</b> <p>y"
    assert type(diagnosis.source) is type(htmlrepair.repair(Odd("<p>x</p>"))) is str
    assert list(htmlrepair.tokenize(Odd("< b >x"))) == list(htmlrepair.tokenize("< b >x"))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_repairer_is_pickled(protocol: int) -> None:
    repairer = Repairer(codes={"spaced-tag"}, printer="pretty")
    for copied in (pickle.loads(pickle.dumps(repairer, protocol)), copy.deepcopy(repairer)):  # noqa: S301
        assert copied.options == repairer.options


AROUND: Final = "<table><tr><td>a longer cell, so that it stays</td></tr>{}<tr><td>x</table>"
"""What it is put around has to move."""


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<h2>Soil</h3>", "mismatched-end-tag"),
        ("<image src=x>", "image-tag"),
        ("<i>a</i> < b", "unescaped-less-than-sign"),
        ("<p class=a class=b>x</p>", "duplicate-attribute"),
        ("<p>x</p class=a>", "end-tag-with-attributes"),
        ("<div class=n/>x</div>", "non-void-html-element-start-tag-with-trailing-solidus"),
    ],
)
def test_what_is_left_alone_moves_in_one_piece_and_what_does_not_move_is_mended_in_place(
    source: str, code: str
) -> None:
    markup = AROUND.format(source)
    assert htmlrepair.repair(markup, codes=set(CODES) - {code}) == source + AROUND.format("")
    mended = htmlrepair.repair(source, codes={code})
    assert htmlrepair.repair(markup, codes={code}) == AROUND.format(mended)


def test_a_heading_that_another_end_tag_ends_is_no_certain_finding() -> None:
    source = "<h2>Soil</h3><p>Clay</p>"
    assert htmlrepair.repair(source) == "<h2>Soil</h2><p>Clay</p>"
    assert htmlrepair.repair(source, minimum_confidence="certain") == source


@given(hostile_documents(), st.data())
def test_promises_hold_for_every_choice(source: str, data: st.DataObject) -> None:
    found = sorted({diagnostic.code for diagnostic in htmlrepair.diagnose(source).diagnostics})
    settings: dict[str, Any] = {
        "codes": set(CODES) - data.draw(st.sets(st.sampled_from(found or CODES), max_size=3)),
        "minimum_confidence": data.draw(st.sampled_from(list(Confidence))),
        "layout": data.draw(st.sampled_from(["auto", "infer", "keep"])),
        "max_reopened": data.draw(st.sampled_from([0, 1, 32])),
    }
    repairer = Repairer(**settings)
    diagnosis = repairer.diagnose(source)
    assert htmlrepair.apply_edits(source, diagnosis.edits) == diagnosis.html
    assert htmlrepair.undo_edits(diagnosis.html, diagnosis.edits) == source
    assert repairer.repair(diagnosis.html) == diagnosis.html
    for diagnostic in diagnosis.diagnostics:
        assert diagnostic.code in settings["codes"] | {"not-modelled"}
        assert not diagnostic.applied or diagnostic.confidence >= settings["minimum_confidence"]
    pretty = Repairer(**settings, printer="pretty")
    assert pretty.repair(pretty.repair(source)) == pretty.repair(source)


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ("```\n`<<code>", {}),
        ("\u201d\n```<<strong>", {}),
        ("```\n`\u3008h2\u3009", {"minimum_confidence": "guess", "layout": "keep"}),
    ],
)
def test_what_the_pretty_printer_would_bring_to_light_is_left_as_it_is(source: str, settings: dict[str, Any]) -> None:
    output = htmlrepair.repair(source, printer="pretty", **settings)
    assert output == htmlrepair.repair(source, **settings)
    assert htmlrepair.repair(output, printer="pretty", **settings) == output

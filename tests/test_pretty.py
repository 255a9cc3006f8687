"""The pretty printer: what it lays out, that it changes nothing that shows, and that a second run changes nothing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import htmlrepair
from htmlrepair.pretty import print_pretty
from tests.case_files import CASE_FILES, DAMAGED_DOCUMENTS, SOUND_DOCUMENTS, read_cases
from tests.markup import documents, hostile_documents, sound_documents

TEXTS = [
    *(pytest.param(case.data, id=str(case)) for file in CASE_FILES for case in read_cases(file)),
    *(pytest.param((folder / "input.html").read_text("utf-8"), id=folder.name) for folder in DAMAGED_DOCUMENTS),
    *(pytest.param(path.read_text("utf-8"), id=path.name) for path in SOUND_DOCUMENTS),
]

# The lists are written out here, apart from the library's own, so that a mistake there does not hide itself.
BLOCKS: Final = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol p pre
    search section summary table tbody td tfoot th thead tr ul xmp
    """.split()
)
HIDDEN: Final = frozenset("base basefont bgsound link meta noframes script style template title".split())
VERBATIM: Final = frozenset(
    """
    iframe listing math noembed noframes noscript plaintext pre script select style svg template textarea title xmp
    """.split()
)
SPACE: Final = "\t\n\r "
_VERBATIM_STYLE: Final = re.compile(r"white-space\s*:\s*pre", re.I)
_DOCUMENT: Final = re.compile(r"<(?:!doctype|html|head|body)\b", re.I)


def walk(markup: str) -> Iterator[dict[str, Any]]:
    """The document that html5lib builds of *markup*, as tokens of its tree walker."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("dom"), namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = parser.parse(markup) if _DOCUMENT.search(markup) else parser.parseFragment(markup)
    yield from html5lib.getTreeWalker("dom")(tree)


class Shape:
    """The document of *markup* without the white space that browsers do not render."""

    def __init__(self, markup: str) -> None:
        self.items: list[object] = []
        self.run: list[tuple[str, object]] = []
        """Phrasing content between the edges of two blocks: ``text``, ``shown`` or ``hidden``, and what it is."""
        verbatim: list[object] = []
        """The element in which white space counts, as far as it has been read."""
        depth = 0
        """How many elements are open in it, itself included."""
        in_head = False
        for token in walk(markup):
            kind, name, data = token["type"], token.get("name"), token.get("data")
            in_head = kind == "StartTag" if name == "head" else in_head
            item = (kind, name, sorted(data.items(), key=repr) if isinstance(data, dict) else data)
            if kind == "StartTag" and (depth or _is_verbatim(name, data)):
                depth += 1
            if depth:
                verbatim.append(item)
                depth -= kind == "EndTag"
                if depth:
                    continue
                item = tuple(verbatim)
                verbatim = []
            if name in BLOCKS:
                self.end_run()
                self.items.append(item)
            elif kind in ("Characters", "SpaceCharacters"):
                self.run.append(("text", data))
            else:
                is_hidden = in_head or name in HIDDEN or kind in ("Comment", "Doctype")
                self.run.append(("hidden" if is_hidden else "shown", item))
        self.end_run()

    def end_run(self) -> None:
        is_shown = any(kind == "shown" or (kind == "text" and str(item).strip(SPACE)) for kind, item in self.run)
        new: list[object] = []
        for kind, items in groupby(self.run, key=itemgetter(0)):
            if kind != "text":
                new += [item for _, item in items]
            elif is_shown:
                new.append(re.sub(f"[{SPACE}]+", " ", "".join(str(text) for _, text in items)))
        if new and isinstance(new[0], str):
            new[0] = new[0].lstrip(" ")
        if new and isinstance(new[-1], str):
            new[-1] = new[-1].rstrip(" ")
        self.items += filter(None, new)
        self.run.clear()


def _is_verbatim(name: str, attributes: dict[tuple[None, str], str]) -> bool:
    return name in VERBATIM or _VERBATIM_STYLE.search(attributes.get((None, "style"), "")) is not None


def check(markup: str) -> None:
    """That printing *markup* keeps its document, and printing it twice changes nothing more."""
    printed = print_pretty(markup)
    assert print_pretty(printed) == printed
    assert Shape(printed).items == Shape(markup).items


def _lines(text: str) -> str:
    return text.replace("|", "\n") + "\n"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", ""),
        (" \n ", ""),
        ("a", "a\n"),
        ("<p>a<p>b", "<p>a</p>\n<p>b</p>\n"),
        ("<p>\n a\n  <b>b </b> c\n</p>", "<p>a <b>b </b> c</p>\n"),
        ("<h2>a</h2>b<hr>c", "<h2>a</h2>\nb\n<hr>\nc\n"),
        ("<p></p><div> </div>", "<p></p>\n<div></div>\n"),
        ("<UL><LI>a<li>b</UL >", "<UL>\n  <LI>a</LI>\n  <li>b</li>\n</UL >\n"),
        ("<ul><li>a<ol><li>b</ol></ul>", _lines("<ul>|  <li>|    a|    <ol>|      <li>b</li>|    </ol>|  </li>|</ul>")),
        ("<dl><dt>a<dd>b<p>c</dl>", _lines("<dl>|  <dt>a</dt>|  <dd>|    b|    <p>c</p>|  </dd>|</dl>")),
        (
            "<table><tr><td>a<td>b<tr><th>c</table>",
            _lines("<table>|  <tr><td>a</td><td>b</td></tr>|  <tr><th>c</th></tr>|</table>"),
        ),
    ],
)
def test_lays_out(markup: str, expected: str) -> None:
    assert print_pretty(markup) == expected


@given(documents().map(htmlrepair.repair))
def test_a_repaired_document_keeps_its_shape(markup: str) -> None:
    check(markup)


@given(hostile_documents().map(htmlrepair.repair))
def test_a_repaired_hostile_document_keeps_its_shape(markup: str) -> None:
    check(markup)


@given(sound_documents())
def test_a_sound_document_keeps_its_shape(markup: str) -> None:
    check(markup)


@pytest.mark.parametrize("source", TEXTS)
def test_a_fixture_keeps_its_shape(source: str) -> None:
    check(htmlrepair.repair(source))


@given(st.one_of(hostile_documents(), documents(), st.text(max_size=200)))
def test_printing_any_text_twice_changes_nothing_more(markup: str) -> None:
    printed = print_pretty(markup)
    assert print_pretty(printed) == printed

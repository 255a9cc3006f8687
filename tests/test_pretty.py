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
from hypothesis import given
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
            item: object = (kind, name, sorted(data.items(), key=repr) if isinstance(data, dict) else data)
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
        """Take over what the run shows, at the edge of a block."""
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


def _is_verbatim(name: Any, attributes: Any) -> bool:
    return name in VERBATIM or _VERBATIM_STYLE.search(attributes.get((None, "style"), "")) is not None


def check(markup: str) -> None:
    """That printing *markup* keeps its document, and printing it twice changes nothing more."""
    printed = print_pretty(markup)
    assert print_pretty(printed) == printed
    assert Shape(printed).items == Shape(markup).items


def lines(text: str) -> str:
    """*text* with its lines ended, where a bar stands between them."""
    return text.replace("|", "\n") + "\n"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a", "a"),
        ("<p>a<p>b", "<p>a</p>|<p>b</p>"),
        ("<h2>a</h2>b<hr>c", "<h2>a</h2>|b|<hr>|c"),
        ("<p></p><div> </div>", "<p></p>|<div></div>"),
        ("<div><div>a</div></div>", "<div>|  <div>a</div>|</div>"),
        ("<form><input> <button>b</button></form>", "<form><input> <button>b</button></form>"),
        ("<details><summary>a</summary>b</details>", "<details>|  <summary>a</summary>|  b|</details>"),
        ("a<table></table>b", "a|<table></table>|b"),
    ],
)
def test_a_block_has_a_line_of_its_own(markup: str, expected: str) -> None:
    assert print_pretty(markup) == lines(expected)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ul><li>a<li>b</ul>", "<ul>|  <li>a</li>|  <li>b</li>|</ul>"),
        ("<ul><li>a<ol><li>b</ol></ul>", "<ul>|  <li>|    a|    <ol>|      <li>b</li>|    </ol>|  </li>|</ul>"),
        ("<dl><dt>a<dd>b<p>c</dl>", "<dl>|  <dt>a</dt>|  <dd>|    b|    <p>c</p>|  </dd>|</dl>"),
    ],
)
def test_a_list_has_an_item_a_line(markup: str, expected: str) -> None:
    assert print_pretty(markup) == lines(expected)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<tr><td>a<td>b<tr><th>c", "  <tr><td>a</td><td>b</td></tr>|  <tr><th>c</th></tr>"),
        ("<tr>\n<td>\na\n<td>", "  <tr><td>a</td><td></td></tr>"),
        (
            "<tr><td><p>a</p>b<td>c",
            "  <tr>|    <td>|      <p>a</p>|      b|    </td>|    <td>c</td>|  </tr>",
        ),
        ("<tr><td>a<td><pre>b\nc</pre>", "  <tr>|    <td>a</td>|    <td>|      <pre>b|c</pre>|    </td>|  </tr>"),
        (
            "<caption>a</caption><col><tbody><tr><td>b",
            "  <caption>a</caption>|  <col>|  <tbody>|    <tr><td>b</td></tr>|  </tbody>",
        ),
        (
            "<colgroup><col> <col><thead><tr><td>b",
            "  <colgroup><col><col></colgroup>|  <thead>|    <tr><td>b</td></tr>|  </thead>",
        ),
        ("<tr><td>a</td></tr></tbody>", "  <tr><td>a</td></tr>|  </tbody>"),
    ],
)
def test_a_table_has_a_row_a_line(markup: str, expected: str) -> None:
    assert print_pretty(f"<table>{markup}</table>") == lines(f"<table>|{expected}|</table>")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>\n a\n  <b>b </b> c\n</p>", "<p>a <b>b </b> c</p>"),
        ("<p>a<b>b</b><i>c</i></p>", "<p>a<b>b</b><i>c</i></p>"),
        ("<p>a<br>\nb</p>", "<p>a<br> b</p>"),
        ("<p>a&nbsp; &#32; b</p>", "<p>a&nbsp; &#32; b</p>"),
        ("<p>&amp;\n\n&amp;</p>", "<p>&amp; &amp;</p>"),
        ("<p>a\f\tb</p>", "<p>a\f b</p>"),
        ("<p>a<script></script>b <!-- c --> d</p>", "<p>a<script></script>b <!-- c --> d</p>"),
        ("<p>庭の\n  朝</p>", "<p>庭の|  朝</p>"),
        ("<p>庭の <b>\n朝</b>\ntea</p>", "<p>庭の <b>|朝</b> tea</p>"),
    ],
)
def test_white_space_between_words_neither_comes_nor_goes(markup: str, expected: str) -> None:
    assert print_pretty(markup) == lines(expected)


def test_end_tags_of_options_and_in_ruby_are_written_only_where_they_are_last() -> None:
    assert print_pretty("<p><ruby>漢<rt>kan<rb>字<rt>ji</ruby>") == lines(
        "<p><ruby>漢<rt>kan<rb>字<rt>ji</rt></ruby></p>"
    )
    assert print_pretty("<datalist><option>a<option>b</datalist>") == lines(
        "<datalist><option>a<option>b</option></datalist>"
    )


def test_an_element_round_blocks_is_opened_up() -> None:
    assert print_pretty("a<a href=x>b<div>c</div>d</a>e") == lines("a<a href=x>b|  <div>c</div>|d</a>e")


@pytest.mark.parametrize(
    "element",
    [
        "<pre>\n a\n\n  <b>b</b>\n</pre>",
        "<PRE>a\n</PRE >",
        "<p><textarea>\n\n a\n</textarea></p>",
        "<style>\na  { }\n</style>",
        "<script>\n  x  <  y\n</script>",
        "<svg>\n <g/>\n</svg>",
        "<select>\n<option> a\n</select>",
        "<template>\n<p>a</template>",
        "<noscript>\n<p>a</noscript>",
        "<!-- a\n  b -->",
        '<div style="white-space: pre-wrap">a\n <p> b </div>',
    ],
)
def test_what_white_space_counts_in_keeps_its_bytes(element: str) -> None:
    assert print_pretty(f"<h1>a</h1>{element}<h1>b</h1>") == f"<h1>a</h1>\n{element}\n<h1>b</h1>\n"


def test_what_shows_nothing_has_a_line_of_its_own_between_blocks() -> None:
    assert print_pretty("<p>a</p><script></script><!-- b --> <link><p>c") == lines(
        "<p>a</p>|<script></script>|<!-- b -->|<link>|<p>c</p>"
    )


def test_a_document_has_its_tags_and_no_more() -> None:
    assert print_pretty("<!doctype html><title>a</title><p>b") == lines("<!doctype html>|<title>a</title>|<p>b</p>")
    assert print_pretty("<HTML lang=en><head><title>a</title><body class=x><p>b") == lines(
        "<HTML lang=en>|  <head>|    <title>a</title>|  </head>|  <body class=x>|    <p>b</p>|  </body>|</HTML>"
    )


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>a<b>b<p>c",
        "<p>a</i></p>",
        "<table>a<tr><td>b</table>",
        "<p>a<b",
        "<p>a<!-- b",
        "<p>a</b",
        "<p>a<!doctype",
        "<frameset><frame></frameset>",
        "<p>a<svg>",
        "<p>a<script>b",
        "<p>a<plaintext>b",
        "<p>a<b＞>c",
        "Use `<li>` here",
    ],
)
def test_what_is_not_sound_or_not_modelled_comes_back_as_it_is(markup: str) -> None:
    assert print_pretty(markup) == markup


@pytest.mark.parametrize(
    ("start", "end"),
    [("<div>", "</div>"), ("<ul><li>", "</ul>"), ("<table><tr><td>", "</table>"), ("<ins><p>", "</ins>")],
)
def test_deep_documents_are_printed_in_line_with_their_length(start: str, end: str) -> None:
    markup = start * 20_000 + end * 20_000
    printed = print_pretty(markup)
    assert len(printed) < 40 * len(markup)
    assert re.sub(r"\s|</(?:li|p|td|tr)>", "", printed) == markup


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

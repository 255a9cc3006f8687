"""What can be wrong with the structure of a document: one code each, its page, and how sure the repair is.

Where the repair says in tags what every browser does anyway, it is certain. Where it differs from a browser, which
asks nothing of lists and drops the orphans of tables, it is likely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from htmlrepair.diagnostics import Confidence

__all__ = ["CONFIDENCES", "RECOVERIES", "SOUND_CODES", "Recovery"]

_STANDARD: Final = "https://html.spec.whatwg.org/multipage/"


@dataclass(frozen=True, slots=True)
class Recovery:
    """One kind of structural damage, a line of the table."""

    code: str
    """The name: a kebab-case phrase that names the damage, never the cure."""
    confidence: Confidence
    what: str
    why: str
    example: tuple[str, str]
    """Before and after."""
    doubt: str
    """When the repair would be wrong."""
    spec: str
    """The section of the standard, as the end of its link."""

    @property
    def page(self) -> str:
        """The documentation of the recovery, with the headings What, Why, Example, Confidence and Spec."""
        before, after = self.example
        return (
            f"**What** {self.what}\n\n**Why** {self.why}\n\n"
            f"**Example** before and after::\n\n    {before}\n    {after}\n\n"
            f"**Confidence** {self.confidence.value.capitalize()}. {self.doubt}\n\n**Spec** {_STANDARD}{self.spec}\n"
        )


_BROWSERS: Final = "Every browser builds the same document from both."

RECOVERIES: Final[tuple[Recovery, ...]] = (
    Recovery(
        "stray-end-tag",
        Confidence.CERTAIN,
        "An end tag of something that is not open.",
        "A parse error. Browsers ignore the tag, except ``</p>``, which makes an empty paragraph there.",
        ("<p>one</em> two</p>", "<p>one two</p>"),
        "What it was meant to end can not be known.",
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "stray-start-tag",
        Confidence.CERTAIN,
        "A start tag where browsers ignore it: a form in a form, a ``head`` in the body, a frame without its set.",
        "A parse error; the tag does nothing.",
        ("<form><p>a</p><form></form>", "<form><p>a</p></form>"),
        _BROWSERS,
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "missing-end-tag",
        Confidence.CERTAIN,
        "An element that only the end of what it is in, or of the document, ends.",
        "A parse error, where the end tag may not be left out. The tag is put where browsers end the element.",
        ("<div><section><p>a</p></div>", "<div><section><p>a</p></section></div>"),
        _BROWSERS,
        "parsing.html#stop-parsing",
    ),
    Recovery(
        "missing-start-tag",
        Confidence.LIKELY,
        "Text before the end tag of a paragraph, an item or a cell that nothing has begun.",
        "Browsers ignore the tag, or make an empty paragraph of it; the text was the content of what it ends.",
        ("<ul><li>a</li></ul>b</p>", "<ul><li>a</li></ul><p>b</p>"),
        "Wrong where the end tag is one too many and the text belongs to no such element.",
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "mismatched-end-tag",
        Confidence.LIKELY,
        "A list, a heading or a cell ended by the end tag of its sibling: ``<th>…</td>``, ``<ol>…</ul>``; an\n"
        "element of text without an end tag, ended by one with the name of no element, ``<em>…</me>``, or of another\n"
        "one of text: ``<b>…</i>``.",
        "A parse error. Browsers end headings so, and ignore the tag elsewhere.",
        ("<h2>Soil</h3>", "<h2>Soil</h2>"),
        "Wrong where the element was to go on.",
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "misnested-end-tag",
        Confidence.CERTAIN,
        "A form that ends before what is open in it.",
        "A parse error. Browsers leave the inner elements open, inside the form.",
        ("<form><div>a</form>b</div>", "<form><div>ab</div></form>"),
        _BROWSERS,
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "misnested-formatting",
        Confidence.CERTAIN,
        "Formatting that crosses the end of what it is in, or a block.",
        "A parse error. Browsers end it there and begin it again; so does the output, in tags.",
        ("<p><b>a<i>b</b>c</i></p>", "<p><b>a<i>b</i></b><i>c</i></p>"),
        _BROWSERS,
        "parsing.html#adoption-agency-algorithm",
    ),
    Recovery(
        "unclosed-formatting",
        Confidence.LIKELY,
        "Formatting with no end tag anywhere.",
        "Browsers open it again in every block that follows, to the end of the document. It ends with its block.",
        ("<p>one <em>two</p><p>three</p>", "<p>one <em>two</em></p><p>three</p>"),
        "Wrong where all the rest was meant.",
        "parsing.html#reconstruct-the-active-formatting-elements",
    ),
    Recovery(
        "unclosed-heading",
        Confidence.LIKELY,
        "A heading with no end tag, and a block in it.",
        "Browsers make all that follows a part of the heading. It ends before the block.",
        ("<h2>Bread<p>It is dark.</p>", "<h2>Bread</h2><p>It is dark.</p>"),
        "Wrong where the block was a part of the heading.",
        "sections.html#the-h1,-h2,-h3,-h4,-h5,-and-h6-elements",
    ),
    Recovery(
        "unclosed-table",
        Confidence.LIKELY,
        "A block after the last row of a table, or the end tag of the cell that the table is in, and no end tag.",
        "Browsers show the block, and all that follows, before the table, and take what follows the cell for rows of\n"
        "the table in it. The table ends before them.",
        ("<table><tr><td>1</td></tr><h2>Rye</h2>", "<table><tr><td>1</td></tr></table><h2>Rye</h2>"),
        "Wrong where the block was to stand in the table, which no block may.",
        "parsing.html#parsing-main-intable",
    ),
    Recovery(
        "lost-solidus",
        Confidence.LIKELY,
        "A start tag of a heading or in text, without attributes, in one of its name, and no end tag for either; and "
        "one with a solidus at its end, ``<li/>``, in one of its name that lacks its end tag.",
        "People forget the solidus. Browsers begin the element once more.",
        ("<p><strong>Note:<strong> text</p>", "<p><strong>Note:</strong> text</p>"),
        "Wrong where both were meant to begin something.",
        "parsing.html#reconstruct-the-active-formatting-elements",
    ),
    Recovery(
        "item-without-list",
        Confidence.LIKELY,
        "A ``li`` that is in no list.",
        "The list has lost its start tag. Browsers show an item without a list.",
        ("<p>a</p><li>b</li><li>c</li></ol>", "<p>a</p><ol><li>b</li><li>c</li></ol>"),
        "Whether the list was numbered shows only in its end tag; without one it is an unordered list.",
        "grouping-content.html#the-li-element",
    ),
    Recovery(
        "description-without-list",
        Confidence.LIKELY,
        "A ``dt`` or ``dd`` that is in no ``dl``.",
        "The list has lost its start tag.",
        ("<dt>Weir</dt><dd>A low dam.</dd>", "<dl><dt>Weir</dt><dd>A low dam.</dd></dl>"),
        "Wrong where it was no list, but indented text.",
        "grouping-content.html#the-dl-element",
    ),
    Recovery(
        "list-in-list",
        Confidence.LIKELY,
        "A list directly in a list.",
        "Only items may stand there. It is a part of the item before it.",
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        "Browsers show the same; where there is no item before it, the list gets one.",
        "grouping-content.html#the-ul-element",
    ),
    Recovery(
        "list-closed-early",
        Confidence.LIKELY,
        "Items directly after the end of a list.",
        "The list goes on; its end tag came too early.",
        ("<ul><li>a</li></ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        "Wrong where a second list has lost its start tag.",
        "grouping-content.html#the-ul-element",
    ),
    Recovery(
        "content-outside-item",
        Confidence.LIKELY,
        "Text or elements in a list, but in no item of it.",
        "Only items may stand there. What follows an item is a part of it; a list without items gets one; a list that\n"
        "has lost its end tag ends before a paragraph or another block, if none of its items come after it, and with\n"
        "the item that it is in.",
        ("<ul><li>a</li> and more<li>b</li></ul>", "<ul><li>a and more</li><li>b</li></ul>"),
        "Wrong where an item has lost both its tags.",
        "grouping-content.html#the-ul-element",
    ),
    Recovery(
        "moved-list-content",
        Confidence.LIKELY,
        "Text or elements in a list before its first item.",
        "Only items may stand there. It is the introduction, and stands before the list.",
        ("<ul><p>Bring:</p><li>gloves</li></ul>", "<p>Bring:</p><ul><li>gloves</li></ul>"),
        "Wrong where the first item has lost both its tags.",
        "grouping-content.html#the-ul-element",
    ),
    Recovery(
        "table-part-without-table",
        Confidence.LIKELY,
        "A row, a cell, a row group, a column or a caption that is in no table.",
        "The table has lost its start tag. Browsers drop such tags, and the cells run together.",
        ("<tr><td>a</td><td>b</td></tr>", "<table><tr><td>a</td><td>b</td></tr></table>"),
        "Where the table ends without an end tag is where something else begins.",
        "tables.html#the-table-element",
    ),
    Recovery(
        "table-closed-early",
        Confidence.LIKELY,
        "Rows directly after the end of a table, or a cell directly after the end of an empty row.",
        "It goes on; its end tag came too early. Browsers drop the tags of such rows, and the cell is in another row.",
        (
            "<table><tr><td>a</td></tr></table><tr><td>b</td></tr></table>",
            "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        ),
        "Wrong where a second table has lost its start tag.",
        "tables.html#the-table-element",
    ),
    Recovery(
        "cell-without-row",
        Confidence.CERTAIN,
        "A cell directly in a table or a row group.",
        "A parse error. Browsers put it into a row of its own with the cells after it.",
        ("<table><td>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        _BROWSERS,
        "parsing.html#parsing-main-intbody",
    ),
    Recovery(
        "moved-table-content",
        Confidence.CERTAIN,
        "Text or elements in a table, but in no cell of it.",
        "A parse error. Browsers show it before the table (foster parenting); so does the output.",
        ("<table>Prices<tr><td>5</td></tr></table>", "Prices<table><tr><td>5</td></tr></table>"),
        _BROWSERS,
        "parsing.html#foster-parent",
    ),
    Recovery(
        "hidden-table-content",
        Confidence.LIKELY,
        "A style sheet or a hidden field in a table, but in no cell of it.",
        "Neither may stand there; a field is a parse error, too. Browsers leave both where they are. They show\n"
        "nothing, and do the same before the table.",
        (
            "<table><style>td { color: red }</style><tr><td>5</td></tr></table>",
            "<style>td { color: red }</style><table><tr><td>5</td></tr></table>",
        ),
        "A field in a table with several forms is left alone.",
        "parsing.html#parsing-main-intable",
    ),
    Recovery(
        "form-in-table",
        Confidence.LIKELY,
        "A form between the parts of a table, round rows or cells.",
        "A parse error. Browsers give the form its fields, but leave it empty; it goes round the table.",
        (
            '<table><form action="/a"><tr><td><input></td></tr></form></table>',
            '<form action="/a"><table><tr><td><input></td></tr></table></form>',
        ),
        "A table with several forms is left alone.",
        "parsing.html#parsing-main-intable",
    ),
    Recovery(
        "moved-caption",
        Confidence.LIKELY,
        "A caption that is not the first element of its table, or a second one.",
        "A table has one caption, and it comes first. What a second one says goes into the first.",
        (
            "<table><tr><td>5</td></tr><caption>Prices</caption></table>",
            "<table><caption>Prices</caption><tr><td>5</td></tr></table>",
        ),
        "Browsers show a caption above the table wherever it stands.",
        "tables.html#the-caption-element",
    ),
    Recovery(
        "moved-table-part",
        Confidence.LIKELY,
        "Columns, a head or a foot that stand behind what they come before, or a second head or foot.",
        "The parts of a table have an order. Browsers show the first head on top and the first foot at the bottom.",
        (
            "<table><tfoot><tr><td>9</td></tr></tfoot><tbody><tr><td>5</td></tr></tbody></table>",
            "<table><tbody><tr><td>5</td></tr></tbody><tfoot><tr><td>9</td></tr></tfoot></table>",
        ),
        "HTML 4 had the foot before the rows; browsers show both alike.",
        "tables.html#the-table-element",
    ),
    Recovery(
        "span-past-grid",
        Confidence.LIKELY,
        "A ``colspan`` or ``rowspan`` that reaches past the rows of its group, over columns without a cell, or into\n"
        "another cell.",
        "A table model error. Browsers clip rows; columns that hold nothing are nowhere to be seen.",
        (
            '<table><tr><td rowspan="9">a</td><td>b</td></tr><tr><td>c</td></tr></table>',
            '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>',
        ),
        "Wrong where rows or cells are missing that the span counted.",
        "tables.html#table-model-error",
    ),
    Recovery(
        "short-row",
        Confidence.LIKELY,
        "A row with fewer cells than other rows of its table.",
        "Sound HTML, and reported only, as a guess; in a table that has lost tags a cell is missing, and is added.",
        ("<table><td>a<td>b<tr><td>c</table>", "<table><tr><td>a<td>b<tr><td>c</td><td></table>"),
        "Which of the cells is missing can not be known; the empty one comes last.",
        "tables.html#table-model-error",
    ),
    Recovery(
        "incomplete-description",
        Confidence.GUESS,
        "A ``dt`` without a ``dd`` after it, or a ``dd`` without a ``dt`` before it.",
        "A group of a description list has both. Browsers show what there is; it is reported and left.",
        ("<dl><dd>A low dam.</dd></dl>", "<dl><dd>A low dam.</dd></dl>"),
        "What is missing can not be known.",
        "grouping-content.html#the-dl-element",
    ),
    Recovery(
        "not-modelled",
        Confidence.GUESS,
        "An element whose inside is left as it is: ``svg``, ``math``, ``template``, ``select`` and the like.",
        "Other rules hold inside. Where it decides about the rest too, as frames do, the structure is left altogether; "
        "so it is in a document of more tags than ``max_tags``, or nested more deeply than ``max_depth``, and in XML "
        "that is not HTML, such as a feed.",
        ('<svg viewBox="0 0 1 1"><p></svg>', '<svg viewBox="0 0 1 1"><p></svg>'),
        "Reported only.",
        "parsing.html#parsing-main-inforeign",
    ),
    Recovery(
        "repeated-document-tag",
        Confidence.CERTAIN,
        "A second ``<html>`` or ``<body>``.",
        "A parse error. Browsers take only the attributes that the first one lacks.",
        ("<html><body><p>a</p><body class=x><p>b</p>", "<html><body class=x><p>a</p><p>b</p>"),
        _BROWSERS,
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "metadata-after-head",
        Confidence.CERTAIN,
        "Metadata between the end of the head and the beginning of the body.",
        "A parse error. Browsers put it into the head.",
        ("<head></head><title>a</title><body><p>b</p></body>", "<head><title>a</title></head><body><p>b</p></body>"),
        _BROWSERS,
        "parsing.html#the-after-head-insertion-mode",
    ),
    Recovery(
        "content-after-body",
        Confidence.CERTAIN,
        "Text or elements after ``</body>`` or ``</html>``.",
        "A parse error. Browsers go on with the body.",
        ("<html><body><p>a</p></body></html><p>b</p>", "<html><body><p>a</p><p>b</p>"),
        _BROWSERS,
        "parsing.html#parsing-main-afterbody",
    ),
    Recovery(
        "stray-doctype",
        Confidence.CERTAIN,
        "A doctype in the middle of a document.",
        "A parse error; browsers ignore it.",
        ("<p>a</p><!DOCTYPE html><p>b</p>", "<p>a</p><p>b</p>"),
        _BROWSERS,
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "image-tag",
        Confidence.CERTAIN,
        "An ``image`` tag.",
        "A parse error; browsers read it as ``img``.",
        ('<p><image src="/a.png" alt="a"></p>', '<p><img src="/a.png" alt="a"></p>'),
        _BROWSERS,
        "parsing.html#parsing-main-inbody",
    ),
    Recovery(
        "cut-off-markup",
        Confidence.CERTAIN,
        "An end tag, a comment or a doctype that the end of the document cuts off.",
        "A parse error, eof-in-tag or eof-in-comment; browsers drop what is there of a tag.",
        ("<p>a <b>b</b></p", "<p>a <b>b</b></p>"),
        "A start tag, or an end tag of nothing that is open, is not completed: it is text if it has swallowed no\n"
        "other, and stays if it has.\n"
        "What is left of the name of an end tag stands for the name of what is open.",
        "parsing.html#parse-error-eof-in-tag",
    ),
    Recovery(
        "non-void-html-element-start-tag-with-trailing-solidus",
        Confidence.CERTAIN,
        "A start tag that ends in a solidus, of an element that has content: ``<div/>``.",
        "The parse error of this name. Browsers read it as ``<div>``.",
        ('<div class="n"/><p>a</p></div>', '<div class="n"><p>a</p></div>'),
        _BROWSERS,
        "parsing.html#parse-error-non-void-html-element-start-tag-with-trailing-solidus",
    ),
    Recovery(
        "empty-element-tag",
        Confidence.LIKELY,
        "The tag of an empty element, as XML has it, in a document that says it is XHTML, or with a prefix.",
        "XML means the whole element. Browsers that take the document for HTML begin it, and leave it open.",
        (
            '<html xmlns="http://www.w3.org/1999/xhtml"><p><a id="n"/>x</p>',
            '<html xmlns="http://www.w3.org/1999/xhtml"><p><a id="n"></a>x</p>',
        ),
        "Wrong where the element has an end tag further on.",
        "parsing.html#parse-error-non-void-html-element-start-tag-with-trailing-solidus",
    ),
    Recovery(
        "duplicate-attribute",
        Confidence.CERTAIN,
        "An attribute that a tag has twice.",
        "The parse error of this name. Browsers take the first.",
        ('<p class="a" class="b">x</p>', '<p class="a">x</p>'),
        _BROWSERS,
        "parsing.html#parse-error-duplicate-attribute",
    ),
    Recovery(
        "end-tag-with-attributes",
        Confidence.CERTAIN,
        "An end tag with attributes, or with a solidus at its end.",
        "The parse error of this name, or end-tag-with-trailing-solidus. Browsers ignore both.",
        ('<p>x</p class="a">', "<p>x</p>"),
        _BROWSERS,
        "parsing.html#parse-error-end-tag-with-attributes",
    ),
    Recovery(
        "unknown-tag",
        Confidence.LIKELY,
        "A word in angle brackets that is no element and has no partner: a placeholder, an address, a type.",
        "Browsers make an element of it, and the reader sees nothing. It is text, and escaped.",
        ("<p>grep <pattern> FILE</p>", "<p>grep &lt;pattern> FILE</p>"),
        "Anything with attribute values, a namespace or an end tag is left alone.",
        "syntax.html#syntax-text",
    ),
    Recovery(
        "named-tag",
        Confidence.LIKELY,
        "The tag of an element that the text speaks of, and does not use.",
        "A parse error: nothing ends the element, or it stands where it may not, and the reader sees nothing of it. "
        "An article before it or a word such as *element* after it tells that it is text, and it is escaped.",
        ("<p>Put the text into a <div> element.</p>", "<p>Put the text into a &lt;div> element.</p>"),
        "A tag with attributes, with a partner, or where it is sound is left alone.",
        "syntax.html#syntax-text",
    ),
    Recovery(
        "unescaped-less-than-sign",
        Confidence.CERTAIN,
        "A ``<`` that begins no tag.",
        "The parse error invalid-first-character-of-tag-name; browsers show it.",
        ("<p>a < b</p>", "<p>a &lt; b</p>"),
        "In text that shows code, and where there is no markup at all, it stays.",
        "parsing.html#parse-error-invalid-first-character-of-tag-name",
    ),
)
"""Every kind, in the order of the README."""

CONFIDENCES: Final[Mapping[str, Confidence]] = MappingProxyType(
    {recovery.code: recovery.confidence for recovery in RECOVERIES}
)

SOUND_CODES: Final = frozenset({"not-modelled", "short-row"})
"""What is reported of sound HTML too."""

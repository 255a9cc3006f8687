"""What shows code in text: Markdown code, template code, front matter. Tags in it are none, nor is it in the structure.

A browser knows nothing of it. What reads such a document before a browser does, does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from htmlrepair.attributes import ONE_WAY
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    CODE_ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    HEADINGS,
    LIST_PARTS,
    RAW_TEXT_ELEMENTS,
    TABLE_PARTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.source import Span
from htmlrepair.tokens import DoctypeToken, EndTag, MalformedMarkup, RawText, ReadingKind, StartTag, Token

__all__ = [
    "NO_TEMPLATE",
    "TEMPLATE",
    "ShownTag",
    "TemplateCode",
    "code_in_tag",
    "front_matter_end",
    "is_code_span",
    "is_torn_by_code",
    "shown_tags",
]

ShownTag: TypeAlias = StartTag | EndTag | DoctypeToken

TEMPLATE: Final = re.compile(r"\{[{%#]|<[?%]")
"""What template and server code begin with."""
_TAG_NAME: Final = re.compile(r"</?[A-Za-z][\w:.-]*")
_CODE: Final = r"\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)|<\?[\s\S]*?(?:\?>|$)|<%[\s\S]*?(?:%>|$)"
_STATEMENT: Final = re.compile(r"\{%|\{\{[~-]?[#^]|<\?(?:php\b|=)|<%")
"""What code begins with that may leave out what stands behind it, or bring in what stands elsewhere."""
_GLUED_CODE: Final = re.compile(_CODE)
_VALUE: Final = rf"(?P<quote>[\"'])(?:(?!(?P=quote)|<[?%])[\s\S]){ONE_WAY}(?P=quote)"
_TEARING_CODE: Final = re.compile(rf"{_VALUE}|(?P<code>{_CODE})")
"""Template code, and values to pass over: what a browser reads as one, it reads to its end."""
_DIRECTIVE: Final = (
    r"(?:auth|block|call|case|continue|csrf|default|defer|el(?:se\w*|s?if)|empty|end\w*|except|extends|for(?:each|else)?"
    r"|guest|if|import|include\w*|let|macro|model|once|param|php|production|section|set|switch|try|unless|using|while"
    r"|with)\b"
)
_TOOLKIT_CODE: Final = (
    r"\[%[-+=~]?(?:[ \t]*[A-Za-z_#]|\s*(?:#|[A-Z]{2,}\b|[A-Za-z_][\w.]*\s*[=(|;]))[^\[\]<%]{0,2000}%\]"
)
"""Code of the Template Toolkit; on a line of its own, a word alone is prose."""
_PLACEHOLDER: Final = re.compile(
    rf"{_TOOLKIT_CODE}|[@#]?\{{[^{{}}<>\n]*\}}"
    r"|\$!?(?:\{[^{}<>\n]*\}|[A-Za-z]\w*)|%\w+%"
    rf"|^[ \t]*(?:\}}[ \t]*)?(?:[@#%]+[ \t]*{_DIRECTIVE}[^\n<>]*|[@#][A-Za-z][\w.]*\([^\n<>]*\)|else\b[^\n<>]*\{{)"
    r"|^[ \t]*(?:\}|\{[ \t]*$)",
    re.M,
)
"""What template languages of other kinds write where no text may stand."""
_FRONT_MATTER: Final = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?=[\n\r])")
_FRONT_MATTER_ENDS: Final = {
    "---": re.compile(r"[\n\r](?:---|\.\.\.)[ \t]*(?=[\n\r]|\Z)"),
    "+++": re.compile(r"[\n\r]\+\+\+[ \t]*(?=[\n\r]|\Z)"),
}
"""The last line of front matter, by its first."""
_KEY: Final = re.compile(r"[\n\r][\w-]+(?::(?=\s)|[ \t]*=)")
"""What a line of front matter begins with, and one of prose seldom does."""
_LONGEST_FRONT_MATTER: Final = 20_000
_NAME_IN_CODE: Final = re.compile(r"<(/?)(\{[{%]|<[?%]|\$?\{[\w.]+\}|[#@](?=[A-Za-z]))")
"""A tag of which template code gives the name, up to what such code begins with; or a tag of the template language."""
_TAG_OF_TEMPLATE: Final = re.compile(r"</?[#@][A-Za-z][^<>]*>")
_IN_WORD: Final = r"[^\W\u2e80-\ud7af]"
"""A sign of a word, but in the scripts of East Asia, which have no spaces between words."""
_AFTER_CODE: Final = rf"(?:(?!{_IN_WORD})|(?<=>`)(?=e?s\b))"
"""What a closing backtick has behind it: no word, but for the plural of a tag."""
_CODE_SPAN: Final = re.compile(rf"(?<!{_IN_WORD})(`+)(?=[^`\s])(?!\1)(?:(?!'')[^`])*[^`\s]\1{_AFTER_CODE}")
"""A Markdown code span that is no pair of old quotation marks, as in ``so'', nor of stray accents."""
_LATIN: Final = r"[A-Za-z0-9\u00c0-\u024f]"
_QUOTATION: Final = re.compile(
    rf"(?<![\w`])`(?=\w)(?:[^`'’&<>\n\r]|(?<={_LATIN})['’](?={_LATIN})){{1,60}}"
    rf"(?<=[\w.,;:!?)])(?:['’](?!['’]|{_LATIN})|&#39;)"
)
"""Quotation marks as GNU writes them: ``go'``; in scripts without apostrophes a word may follow directly."""
_ON_ONE_LINE: Final = re.compile(rf"(?<!{_IN_WORD})`[^\s`](?:[^`\n\r]*[^\s`])?`{_AFTER_CODE}")
"""A code span whose backticks cling to what it shows, as an opening quotation mark never does to what is before."""
_OPENING: Final = re.compile(r"(?<=[\s(>])`(?=\w)")
_BLOCK_TAG: Final = re.compile(
    rf"<\s?(/?)\s?(?:{'|'.join(sorted(BLOCK_ELEMENTS | HEADINGS | LIST_PARTS | TABLE_PARTS))})\s?>", re.I
)
_BLOCK: Final = re.compile(
    r"(?:<\?[\s\S]*\?|<%[\s\S]*%)>|\{[{%#]|(?P<fence>```+(?!`)|~~~+(?!~))[\s\S]*[\n\r] {0,3}(?P=fence)[`~]*[ \t]*"
)
"""Template code, and server code and fences that end: what is put at the end of a document must not go into them."""
_MAY_LACK_END_TAG: Final = UNCLOSED_ELEMENTS | VOID_ELEMENTS
_SHOWING: Final = CODE_ELEMENTS - RAW_TEXT_ELEMENTS - ESCAPABLE_RAW_TEXT_ELEMENTS
"""What a text shows code in; in the others, such as ``script``, template code is filled in."""
_NEAR: Final = 8
"""So many tokens before code the element may begin that a tag in it ends."""


def shown_tags(source: str, tokens: Sequence[Token], verbatim: Sequence[Span]) -> dict[int, ShownTag]:
    """The tags of *tokens* that one of the spans *verbatim*, which are sorted and apart, shows; by their places."""
    found: dict[int, ShownTag] = {}
    partners = _Partners(tokens)
    place = 0
    for span in verbatim:
        if not _shows_code(source, span):
            continue
        while place < len(tokens) and tokens[place].span.start < span.start:
            place += 1
        first = place
        inside: dict[int, ShownTag] = {}
        while place < len(tokens) and (token := tokens[place]).span.end <= span.end:
            if isinstance(token, DoctypeToken) or (isinstance(token, (StartTag, EndTag)) and token.is_modelled):
                inside[place] = token
            place += 1
        is_cut = place < len(tokens) and tokens[place].span.start < span.end
        # a tag reaches beyond, or a script that ends there, and none is shown
        if (is_cut and isinstance(tokens[place], (StartTag, EndTag))) or _is_in_raw_text(tokens, place, span):
            continue
        if not partners.are_outside(inside.values(), first, place):
            found |= inside
    return found


class _Partners:
    """The tags of all names among some tokens, damaged ones too: where the partner of a tag may be."""

    __slots__ = ("_tags", "_tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._tags: defaultdict[str, list[tuple[int, bool]]] | None = None
        """The places of the tags of each name, and whether they are start tags; known once it is asked for."""

    def are_outside(self, inside: Iterable[ShownTag], first: int, end: int) -> bool:
        """Whether tags *inside* of the places from *first* to *end* are plainly live.

        So they are where an end tag there ends what began before and would stay open otherwise: ``<b>`</b> or '``.
        """
        ends, starts = _unmatched(inside)
        return any(self._are_outside(name, first, end, begins_again=name in starts) for name in ends)

    def _are_outside(self, name: str, first: int, end: int, *, begins_again: bool) -> bool:
        if self._tags is None:
            self._tags = defaultdict(list)
            for place, token in enumerate(self._tokens):
                for tag_name, is_start in _tags_in(token):
                    self._tags[tag_name].append((place, is_start))
        tags = self._tags[name]
        before, after = bisect_left(tags, (first,)) - 1, bisect_left(tags, (end,))
        if before < 0 or not tags[before][1] or first - tags[before][0] > _NEAR:
            return False
        ends_after = after < len(tags) and not tags[after][1]
        return ends_after if begins_again else not ends_after and name not in _MAY_LACK_END_TAG


def _unmatched(tags: Iterable[ShownTag]) -> tuple[set[str], set[str]]:
    """The names of the end tags among *tags* that end none of them, and of the start tags that none of them ends."""
    ends: set[str] = set()
    open_elements: Counter[str] = Counter()
    for tag in tags:
        if isinstance(tag, StartTag):
            open_elements[tag.name] += 1
        elif isinstance(tag, EndTag) and open_elements[tag.name]:
            open_elements[tag.name] -= 1
        elif isinstance(tag, EndTag):
            ends.add(tag.name)
    return ends, {name for name, count in open_elements.items() if count}


def _tags_in(token: Token) -> Iterator[tuple[str, bool]]:
    """The names of the tags that *token* is or may be, and whether they are start tags."""
    if isinstance(token, (StartTag, EndTag)):
        yield token.name, isinstance(token, StartTag)
    elif isinstance(token, MalformedMarkup):
        for reading in token.readings:
            if reading.kind in (ReadingKind.START_TAG, ReadingKind.END_TAG):
                yield reading.name, reading.kind is ReadingKind.START_TAG


def _is_in_raw_text(tokens: Sequence[Token], place: int, span: Span) -> bool:
    """Whether the end of *span*, at or in the token at *place*, stands in raw text that an end tag ends.

    Without an end tag, it is all that follows, and the tag before it is rather shown.
    """
    for at in (place - 1, place):
        if 0 <= at < len(tokens) - 1 and isinstance(tokens[at], RawText) and tokens[at].span.start < span.end:
            return tokens[at].span.end >= span.end and isinstance(tokens[at + 1], EndTag)
    return False


def is_code_span(source: str, start: int, end: int) -> bool:
    """Whether the backticks at the two offsets, a bounded distance apart, are those of one Markdown code span.

    They are not where the first opens a quotation and the second another, or where the block around the first ends
    before the second, in another block.
    """
    if source[start : start + 2] == "``":
        return True
    if _OPENING.match(source, end) is not None and _QUOTATION.match(source, start, end) is not None:
        return False
    if _ON_ONE_LINE.match(source, start) is not None:
        return True
    tags = _BLOCK_TAG.finditer(source, start, end)
    first = next(tags, None)
    return first is None or not first[1] or all(tag[1] for tag in tags)


def is_torn_by_code(tag: str) -> bool:
    """Whether template code hides from browsers what the name of *tag* is, or where the tag ends.

    It stands right behind the name, or holds the ``>`` with which the tag ends to a browser.

    >>> [is_torn_by_code(tag) for tag in ('<li{% if x %}>', "<html <?php attributes(); ?>", '<a href="<?= url() ?>">')]
    [True, True, False]
    """
    name = _TAG_NAME.match(tag)
    if name is None or TEMPLATE.search(tag, name.end()) is None:
        return False
    if (glued := _GLUED_CODE.match(tag, name.end())) is not None:
        return "<" not in tag[glued.end() :]  # else what follows has lost its end, as in "<b{{ x }}</b>"
    return any(found["code"] and found.end() == len(tag) for found in _TEARING_CODE.finditer(tag, name.end()))


def code_in_tag(tag: str) -> list[Span]:
    """Where *tag* has template code, whatever a browser makes of it; sorted, apart.

    >>> code_in_tag('<b title="{{ x }}">')
    [Span(start=10, end=17)]
    """
    return [Span(*found.span()) for found in _GLUED_CODE.finditer(tag)] if TEMPLATE.search(tag) else []


def _tags_of_templates(source: str) -> set[int]:
    """The offset of each tag that only what fills a template in can read, if start and end tags of its kind are there.

    >>> sorted(_tags_of_templates("<{{ tag }}>x</{{ tag }}> <#if a>b<#else>c</#if> <{{ d }} <{e}>"))
    [0, 12, 25, 33, 41, 48]
    """
    tags = [(tag.start(), tag[1], tag[2].replace("@", "#")) for tag in _NAME_IN_CODE.finditer(source)]
    kinds = {(solidus, kind) for _, solidus, kind in tags}
    return {start for start, _, kind in tags if {("", kind), ("/", kind)} <= kinds}


def front_matter_end(source: str) -> int:
    """Where the front matter ends with which *source* begins: what a site generator reads of the page; 0 without any.

    >>> front_matter_end("---\\ntitle: Q & A\\n---\\n<p>x</p>"), front_matter_end("---\\nFor all\\n---\\n<p>x</p>")
    (20, 0)
    """
    opening = _FRONT_MATTER.match(source)
    if opening is None:
        return 0
    start = opening.end()
    closing = _FRONT_MATTER_ENDS[opening[1]].search(source, start, start + _LONGEST_FRONT_MATTER)
    if closing is None or source.find("<", closing.end()) < 0:
        return 0
    is_empty = not source[start : closing.start()].strip()
    return closing.end() if is_empty or _KEY.search(source, start, closing.start()) is not None else 0


def _is_front_matter(source: str, span: Span) -> bool:
    """Whether the verbatim *span* is that of front matter: no other code begins as it does."""
    return span.start == 0 and _FRONT_MATTER.match(source) is not None


def _shows_code(source: str, span: Span) -> bool:
    """Whether tags in the verbatim *span* are shown for certain."""
    if _is_front_matter(source, span):
        return True
    block = _BLOCK.match(source, span.start, span.end)
    if block is not None:
        return block[0][0] == "{" or block.end() == span.end
    code = _CODE_SPAN.match(source, span.start, span.end + 3)
    return code is not None and code.end() == span.end


def _count_shown(offsets: Sequence[int], tokens: Sequence[Token]) -> int:
    """How many of *offsets*, which are sorted, lie in an element among *tokens* that shows code, and ends."""
    count = 0
    opening: StartTag | None = None
    for token in tokens if offsets else ():
        if isinstance(token, StartTag) and opening is None and token.name in _SHOWING:
            opening = token
        elif isinstance(token, EndTag) and opening is not None and token.name == opening.name:
            count += bisect_left(offsets, token.span.start) - bisect_left(offsets, opening.span.end)
            opening = None
    return count


class TemplateCode:
    """Where a source has template or server code, and placeholders."""

    __slots__ = ("_first_brace", "_source", "_spans", "_starts", "tags")

    def __init__(self, source: str, verbatim: Sequence[Span]) -> None:
        self._source = source
        self._spans = [
            span
            for span in verbatim
            if _is_front_matter(source, span) or (TEMPLATE.match(source, span.start) and _shows_code(source, span))
        ]
        self._starts = [span.start for span in self._spans]
        found = source.find("{")
        self._first_brace = len(source) if found < 0 else found
        self.tags = _tags_of_templates(source)
        """The offsets of the tags that only what fills a template in can read."""

    def has_statements(self, tokens: Sequence[Token]) -> bool:
        """Whether some of it that no tags of *tokens* show may leave out parts of the document, or bring in others."""
        statements = [start for start in self._starts if _STATEMENT.match(self._source, start) is not None]
        return _count_shown(statements, tokens) < len(statements)

    def is_all(self, start: int, end: int) -> bool:
        """Whether there is such code between the two offsets, and else only white space."""
        if not self._source or self._source[start:end].isspace():
            return False
        at = max(0, bisect_left(self._starts, start) - 1)
        while at < len(self._spans) and self._spans[at].start < end:
            span = self._spans[at]
            if span.end > start:
                if not self._is_blank(start, span.start):
                    return False
                start = span.end
            at += 1
        return self._is_blank(start, end)

    def _is_blank(self, start: int, end: int) -> bool:
        """Whether only placeholders and white space stand between the two offsets."""
        text = self._source[start:end].strip()
        if text.startswith("}") and start < self._first_brace:
            return False  # it ends nothing
        if self.tags:
            text = _TAG_OF_TEMPLATE.sub("", text)
        return not text or not _PLACEHOLDER.sub("", text).strip()


NO_TEMPLATE: Final = TemplateCode("", ())
"""What a browser sees: text."""

"""Before tree construction: what only a look at the whole document can tell.

Which start tags an end tag comes for, which unknown tags are text, whether browsers would read the page in quirks mode.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from htmlrepair.construct.limits import is_active
from htmlrepair.knowledge.elements import (
    CELLS,
    ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FORMATTING_ELEMENTS,
    LISTS,
    METADATA_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    TABLE_PARTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokens import Characters, CommentToken, DoctypeToken, EndTag, RawText, StartTag, Token

__all__ = ["Preparation", "prepare"]

_KNOWN_NAMES: Final = ELEMENTS.keys() | {"image"}
_DROPPED_OR_COPIED: Final = FORMATTING_ELEMENTS | TABLE_PARTS | {"form", "head"}
_RAW: Final = RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS
_ENDED_NAMES: Final = FORMATTING_ELEMENTS | LISTS | {"li"}
_SCOPES: Final = CELLS | {"caption"}
_DOCUMENT_TAGS: Final = frozenset({"body", "head", "html"})
_PLAIN_IN_SELECT: Final = frozenset({"hr", "optgroup", "option", "select"})
_NO_QUIRKS: Final = re.compile(r"<\s*!\s*doctype\s+html\s*>", re.I)
_WORDS_IN_BRACKETS: Final = re.compile(
    r"</?(?![\w.-]+:[\w.-]+[\s/>])[^\s>\"'=&/＜＞＆`{}%~]+(?:\s[^>\"'=&＜＞＆`{}%~]*)?>"
)
"""A tag-like thing without attribute values, a namespace or anything else that only markup has."""
_PLAIN_PIECE: Final = re.compile(r"<[^<>＜＞&＆`~{}%]*")
"""A piece of a tag without anything else in it that may be markup."""
_ELEMENT_NAME: Final = re.compile(r"[a-z][a-z0-9:._-]*")
"""What other names are, browsers make elements of them, no one can tell; they are left alone."""
_WHOLE_COMMENT: Final = re.compile(r"<!--(?:-?>|[\s\S]*--!?>)")
_URL_IN_BRACKETS: Final = re.compile(r"<(?:https?|ftp|mailto|tel|file|news|urn):[^\s<>\"'＜＞`{}]+>", re.I)
_INNER_NAME: Final = re.compile(r"<\s*/?\s*([A-Za-z][A-Za-z0-9]*)(?![\w@.:-])")
_CUT_OFF_END_TAG: Final = re.compile(r"</([A-Za-z][A-Za-z0-9]*)\s*")


@dataclass(slots=True)
class Preparation:
    """What is known of a document before its tree is built."""

    tokens: list[Token]
    """The tokens, with unknown tags that are words in brackets as text."""
    ended: set[int] = field(default_factory=set)
    """Places of the start tags of formatting, lists and unknown elements for which an end tag comes."""
    unknown: list[int] = field(default_factory=list)
    """Places of what looks like a tag and is text."""
    cut_off_text: int = -1
    """Where the piece of a tag begins that the end of the source cuts off, if it is to be text; else -1."""
    is_endless: bool = False
    """Whether the end of the source cuts off a tag that has swallowed others."""
    cut_off: str = ""
    """The end tag, comment or doctype that lacks its end at the very end, completed; empty where there is none."""
    has_markup: bool = False
    """Whether there is any live markup; text without any is no HTML to be escaped."""
    is_document: bool = False
    """Whether there is a doctype or a tag of the document itself."""
    active: set[int] = field(default_factory=set)
    """Offsets of the start tags that browsers may drop or copy, and that can run a script or send something."""
    doctype: str = ""
    has_frames: bool = False
    has_leak: bool = False
    """Whether a select or a noscript element holds what takes effect outside of it, to some browsers."""

    @property
    def is_quirky(self) -> bool:
        """Whether browsers read the document in quirks mode, where a table does not end a paragraph."""
        if not self.is_document or _NO_QUIRKS.fullmatch(self.doctype):
            return False
        if not self.doctype:
            return True
        import html5lib  # only documents with a doctype of old need its table of public identifiers

        parser = html5lib.HTMLParser()
        parser.parse(self.doctype)
        return bool(parser.compatMode == "quirks")


def prepare(
    source: str, tokens: Sequence[Token], *, reads_words: bool, is_last_live: bool = True, mends: bool = True
) -> Preparation:
    """Look through *tokens*, in which every reading is chosen.

    *reads_words* says whether unknown tags may be words in brackets, *is_last_live* whether the last token is one to a
    browser too, *mends* whether it may be completed if the end of the source cuts it off.
    """
    found = Preparation(list(tokens))
    if not mends:
        _drop_last_tag(found)
    elif is_last_live:
        _settle_last_tag(source, found)
    open_tags: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    unknown: list[int] = []
    scopes = _Scopes()
    unbalanced: Counter[str] = Counter()
    """How many more start tags than end tags there are of each name in noscript elements."""
    is_before_body = True
    for place, token in enumerate(found.tokens):
        is_before_body = is_before_body and _is_before_body(source, token)
        if isinstance(token, (CommentToken, DoctypeToken)):
            found.has_markup = True
            if isinstance(token, DoctypeToken) and not found.doctype:
                found.is_document, found.doctype = True, token.span.cut(source)
        if not isinstance(token, (StartTag, EndTag)):
            continue
        name = token.name
        if not token.is_modelled:
            found.has_markup = True
            if token.within == "select" and name not in _PLAIN_IN_SELECT:
                found.has_leak = True
            elif token.within == "noscript" and name not in VOID_ELEMENTS:
                unbalanced[name] += 1 if isinstance(token, StartTag) else -1
                if name in _DROPPED_OR_COPIED and isinstance(token, StartTag):
                    found.has_leak = found.has_leak or is_active(token)
            continue
        if name in _DROPPED_OR_COPIED and isinstance(token, StartTag) and is_active(token):
            found.active.add(token.span.start)
        is_unknown = name not in _KNOWN_NAMES
        if name in _DOCUMENT_TAGS and isinstance(token, StartTag) and not found.is_document:
            found.is_document = is_before_body or bool(name != "head" and token.attributes)
        elif name == "frameset":
            found.has_frames = True
        else:
            is_start = isinstance(token, StartTag)
            is_of_lost_list = (
                name in LISTS
                and not is_start
                and not open_tags["li", scopes.around_list]
                and _next_tag_name(source, tokens, place) == "/li"
            )
            if not is_of_lost_list:
                scopes.note(name, is_start=is_start)
        if not is_unknown and "<" not in token.text[1:]:
            found.has_markup = True
        if not is_unknown and name not in _ENDED_NAMES and "<" not in token.text[1:]:
            continue
        if (is_unknown or "<" in token.text[1:]) and name not in _RAW and _is_words(token.text):
            unknown.append(place)
            found.has_markup = found.has_markup or not is_unknown
        else:
            found.has_markup = True
            if is_unknown and _ELEMENT_NAME.fullmatch(name) is None:
                found.tokens[place] = CommentToken(token.span)
                continue
            if not is_unknown and name not in _ENDED_NAMES:
                continue
        starts = open_tags[name, scopes.list if name == "li" else scopes.cell]
        if isinstance(token, StartTag):
            starts.append(place)
        elif starts:
            found.ended |= {starts.pop(), place}
    found.has_leak = found.has_leak or (bool(found.active) and any(unbalanced.values()))
    for place in unknown if reads_words else ():
        if place not in found.ended:
            found.tokens[place] = Characters(found.tokens[place].span)
            found.unknown.append(place)
        else:
            found.has_markup = True
    return found


class _Scopes:
    """The cell and the list that a tag stands in, each known by a number of its own."""

    __slots__ = ("_lists", "_serial", "_tables")

    def __init__(self) -> None:
        self._serial = 0
        self._tables = [0]
        """The cell that is open in each open table, innermost last; the first is the document."""
        self._lists: list[list[int]] = [[]]
        """The lists that are open in each of these cells."""

    @property
    def cell(self) -> int:
        return self._tables[-1]

    @property
    def list(self) -> int:
        return self._lists[-1][-1] if self._lists[-1] else self.cell

    @property
    def around_list(self) -> int:
        """The list, or the cell, around the innermost list."""
        lists = self._lists[-1]
        return lists[-2] if len(lists) > 1 else self.cell

    def note(self, name: str, *, is_start: bool) -> None:
        """Note a tag that may begin or end a scope."""
        if name in LISTS:
            if is_start:
                self._serial += 1
                self._lists[-1].append(self._serial)
            elif self._lists[-1]:
                self._lists[-1].pop()
        elif is_start and (name in _SCOPES or name == "table"):
            self._serial += 1
            if name == "table":
                self._tables.append(self._serial)
                self._lists.append([])
            else:
                self._tables[-1] = self._serial
                self._lists[-1] = []
        elif name == "table" and len(self._tables) > 1:
            self._tables.pop()
            self._lists.pop()


def _is_before_body(source: str, token: Token) -> bool:
    """Whether *token* may stand before the body."""
    if isinstance(token, (StartTag, EndTag)):
        return token.name in _DOCUMENT_TAGS or token.name in METADATA_ELEMENTS
    return isinstance(token, (CommentToken, DoctypeToken, RawText)) or not token.span.cut(source).strip("\t\n\f\r ")


def _next_tag_name(source: str, tokens: Sequence[Token], place: int) -> str:
    """The name of the tag after *place*, with a solidus for an end tag; empty if text stands before it."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if isinstance(following, Characters) and not following.span.cut(source).strip() and place + 2 < len(tokens):
        following = tokens[place + 2]
    if isinstance(following, EndTag):
        return f"/{following.name}"
    return following.name if isinstance(following, StartTag) else ""


def _is_words(tag: str) -> bool:
    """Whether *tag* may be words in brackets, or a sign and words up to the next bracket, with no tag among them."""
    if _URL_IN_BRACKETS.fullmatch(tag):
        return True
    if _WORDS_IN_BRACKETS.fullmatch(tag) is None:
        return False
    return not any(inner[1].lower() in ELEMENTS for inner in _INNER_NAME.finditer(tag, 1))


def _settle_last_comment(source: str, last: CommentToken | DoctypeToken, found: Preparation) -> None:
    """Give a comment or a doctype that the end of the source cuts off its end."""
    text = last.span.cut(source)
    if text.startswith("</") and not text.endswith(">") and _PLAIN_PIECE.fullmatch(text) is None:
        found.is_endless = True
    elif text.startswith("</") and not text.endswith(">"):
        found.tokens[-1] = Characters(last.span)
        found.cut_off_text = last.span.start
    elif text.startswith("<!--"):
        if not _WHOLE_COMMENT.fullmatch(text):
            dashes = len(text[4:]) - len(text[4:].rstrip("-"))
            found.cut_off = text + ("-->"[min(dashes, 2) :] if not text.endswith("--!") else ">")
    elif text.startswith("<") and not text.endswith(">"):
        found.cut_off = text + ">"


def _drop_last_tag(found: Preparation) -> None:
    """Take a tag that the end of the source cuts off for nothing, as browsers do."""
    if isinstance(found.tokens[-1], RawText):
        found.tokens[-1] = CommentToken(found.tokens[-1].span)


def _settle_last_tag(source: str, found: Preparation) -> None:
    """Decide about a tag that the end of the source cuts off: an end tag gets its ``>``, a short piece is text."""
    last = found.tokens[-1]
    if isinstance(last, (CommentToken, DoctypeToken)):
        _settle_last_comment(source, last, found)
        return
    before = found.tokens[-2] if len(found.tokens) > 1 else last
    if not isinstance(last, RawText) or (isinstance(before, StartTag) and before.name in _RAW):
        return
    text = last.span.cut(source)
    tag = _CUT_OFF_END_TAG.fullmatch(text)
    if isinstance(before, RawText) and tag is None:
        found.is_endless = True
    elif tag is not None and tag[1].lower() in ELEMENTS:
        found.cut_off = text.rstrip() + ">"
        found.tokens[-1] = EndTag(last.span, tag[1].lower(), found.cut_off)
    elif _PLAIN_PIECE.fullmatch(text) is None:
        found.is_endless = True
    else:
        found.tokens[-1] = Characters(last.span)
        found.cut_off_text = last.span.start

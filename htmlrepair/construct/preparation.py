"""Before tree construction: what only a look at the whole document can tell.

Which start tags an end tag comes for, which unknown tags are text, whether browsers would read the page in quirks mode.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, cast

from htmlrepair.construct.limits import is_active
from htmlrepair.construct.named import named_tags
from htmlrepair.construct.nodes import Notice
from htmlrepair.construct.scopes import Scopes
from htmlrepair.construct.turned import turned_tags
from htmlrepair.construct.words import (
    HOLDERS,
    is_code,
    is_comparison,
    is_parameter,
    is_words,
    name_of_odd_end_tag,
    names_of_odd_start_tags,
)
from htmlrepair.knowledge.elements import (
    DOCUMENT_ELEMENTS,
    ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FOREIGN_ELEMENTS,
    FORMATTING_ELEMENTS,
    HEADINGS,
    LISTS,
    METADATA_ELEMENTS,
    NOT_MODELLED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.source import ASCII_WHITESPACE, BYTE_ORDER_MARK, without_space_references
from htmlrepair.tokens import Characters, CommentToken, DoctypeToken, EndTag, RawText, StartTag, Token
from htmlrepair.verbatim import TEMPLATE, TemplateCode, is_torn_by_code

__all__ = ["Preparation", "begins_opaque", "prepare"]

_KNOWN_NAMES: Final = ELEMENTS.keys() | {"image"}
_DROPPED_OR_COPIED: Final = FORMATTING_ELEMENTS | TABLE_PARTS | {"form", "head"}
_RAW: Final = RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS
_NEED_END_TAG: Final = FORMATTING_ELEMENTS | HEADINGS | {"span", "sub", "sup"}
"""Elements whose end tags are looked for; of those of text not such as ``<var>``, which texts use as words."""
_ENDED_NAMES: Final = _NEED_END_TAG | LISTS | HOLDERS | {"li"}
_OF_TEXT: Final = TEXT_LEVEL_ELEMENTS | VOID_ELEMENTS
_NEAR: Final = 40
"""So many tokens after its start tag an element may end under a wrong name."""
_OLD_LISTS: Final = frozenset({"dir", "menu"})
_PLAIN_IN_SELECT: Final = frozenset({"hr", "optgroup", "option", "select"})
_NO_QUIRKS: Final = re.compile(r"<\s*!\s*doctype\s+html\s*>", re.I)
_PLAIN_PIECE: Final = re.compile(r"<[^<>＜＞&＆`~{}%]*")
"""A piece of a tag without anything else in it that may be markup."""
_LONG_DOCTYPE: Final = 1_000
_ELEMENT_NAME: Final = re.compile(r"[a-z][a-z0-9:._-]*")
"""What other names are, browsers make elements of them, no one can tell; they are left alone."""
_WHOLE_COMMENT: Final = re.compile(r"<!--(?:-?>|[\s\S]*--!?>)")
_XHTML_NAMESPACE: Final = "http://www.w3.org/1999/xhtml"
_CUT_OFF_END_TAG: Final = re.compile(r"</([A-Za-z][A-Za-z0-9]*)\s*")


@dataclass(slots=True)
class Preparation:
    """What is known of a document before its tree is built."""

    tokens: list[Token]
    """The tokens, with unknown tags that are words in brackets as text."""
    plain: str
    """The source for those who ask where white space is."""
    ended: set[int] = field(default_factory=set)
    """Places of the start tags of formatting, lists and unknown elements for which an end tag comes."""
    unknown: list[int] = field(default_factory=list)
    """Places of what looks like a tag and is text."""
    named: set[int] = field(default_factory=set)
    """Places of the tags of elements that the text only speaks of."""
    turned: dict[int, EndTag] = field(default_factory=dict)
    """The end tags that start tags were, which have lost their solidus, by place."""
    odd_ends: dict[int, EndTag] = field(default_factory=dict)
    """What ends elements that no text may begin, and is a comment to browsers, by place."""
    cut_off_text: int = -1
    """Where the piece of a tag begins that the end of the source cuts off, if it is to be text; else -1."""
    cut_off: str = ""
    """The end tag, comment or doctype that lacks its end at the very end, completed; empty where there is none."""
    has_markup: bool = False
    """Whether there is any live markup; text without any is no HTML to be escaped."""
    is_document: bool = False
    """Whether there is a doctype or a tag of the document itself."""
    active: set[int] = field(default_factory=set)
    """Offsets of the start tags that browsers may drop or copy, and that can run a script or send something."""
    doctype: str = ""
    is_xhtml: bool = False
    """Whether its doctype, or the namespace of its ``html`` element, says that it is XHTML."""
    unmodelled: Notice | None = None
    """What is not modelled and decides about the rest: frames, a leak, a tag cut off that has swallowed others."""

    @property
    def is_quirky(self) -> bool:
        """Whether browsers read the document in quirks mode, where a table does not end a paragraph."""
        if not self.is_document or _NO_QUIRKS.fullmatch(self.doctype):
            return False
        if not self.doctype:
            return True
        import html5lib  # only documents with a doctype of old need its table of public identifiers

        parser = html5lib.HTMLParser()
        has_subset = "[" in self.doctype[:_LONG_DOCTYPE]  # whose text browsers pass over
        parser.parse(f"{self.doctype[:_LONG_DOCTYPE]}>" if has_subset else self.doctype)
        return bool(parser.compatMode == "quirks")


def prepare(
    source: str,
    tokens: Sequence[Token],
    template: TemplateCode,
    *,
    reads_words: bool,
    mends_names: bool = False,
    tells_named: bool = False,
    turns_tags: bool = False,
    is_last_live: bool = True,
    mends: bool = True,
) -> Preparation:
    """Look through *tokens*, in which every reading is chosen.

    *template* is the code among them. *reads_words* says whether unknown tags may be words in brackets, *mends_names*
    whether they may be end tags with the wrong name, *tells_named* whether tags that the text only speaks of are text,
    *turns_tags* whether start tags may be end tags without their solidus, *is_last_live* whether the last token is one
    to a browser too, *mends* whether it may be completed if the end of the source cuts it off, and whether tags with a
    name that no end tag could end are left out of the structure.
    """
    found = Preparation(list(tokens), without_space_references(source))
    if not mends:
        _drop_last_tag(found)
    elif is_last_live:
        _settle_last_tag(source, found)
    if tells_named:
        found.named = named_tags(source, found.tokens)
        for place in found.named:
            found.tokens[place] = Characters(found.tokens[place].span)
    if turns_tags:
        found.turned = turned_tags(source, found.tokens)
        for place, end_tag in found.turned.items():
            found.tokens[place] = end_tag
    survey = _Survey(source, found, template, mends=mends)
    for place, token in enumerate(found.tokens):
        survey.note(place, token)
    survey.finish(reads_words=reads_words, mends_names=mends_names)
    return found


class _Survey:
    """What is seen on the way through the tokens of a document, once, in order."""

    __slots__ = (
        "_found",
        "_is_before_body",
        "_is_opaque",
        "_mends",
        "_odd_ends",
        "_odd_names",
        "_open",
        "_scopes",
        "_source",
        "_template",
        "_unbalanced",
        "_unknown",
    )

    def __init__(self, source: str, found: Preparation, template: TemplateCode, *, mends: bool) -> None:
        self._source = source
        self._found = found
        self._template = template
        self._mends = mends
        self._is_before_body = True
        self._is_opaque = False
        """Whether the tokens stand in an element that is not modelled."""
        self._scopes = Scopes()
        self._open: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        """Places of the start tags that no end tag has come for yet, by name and scope."""
        self._unknown: list[int] = []
        """Places of the tags that may be words in brackets."""
        self._odd_ends: list[tuple[int, str]] = []
        """Places and names of comments such as ``</ name>``, with names of no element."""
        self._odd_names: list[tuple[int, int, str]] = []
        """Place, cell and name of each end tag of text or of no element, or comment like one, that ends nothing."""
        self._unbalanced: Counter[str] = Counter()
        """How many more start tags than end tags there are of each name in noscript elements."""

    def note(self, place: int, token: Token) -> None:
        """Look at the next token."""
        if self._is_before_body:
            self._is_before_body = _is_before_body(self._found.plain, token) or self._template.is_all(*token.span)
        if isinstance(token, (StartTag, EndTag)):
            self._is_opaque = not token.is_modelled or begins_opaque(token)
            self._found.is_xhtml |= token.name == "html" and _XHTML_NAMESPACE in token.text
            if token.is_modelled:
                self._note_tag(place, token)
            else:
                self._note_opaque(place, token)
        elif isinstance(token, (CommentToken, DoctypeToken)):
            odd_name = "" if self._is_opaque else name_of_odd_end_tag(self._source, token.span)
            if odd_name:
                self._note_odd_end(place, odd_name)
            else:
                self._found.has_markup = True
            if isinstance(token, DoctypeToken) and not self._found.doctype:
                self._found.is_document, self._found.doctype = True, token.span.cut(self._source)
                self._found.is_xhtml |= "xhtml" in self._found.doctype.lower()

    def finish(self, *, reads_words: bool, mends_names: bool) -> None:
        """After the last token: what has no partner is a word in brackets."""
        found = self._found
        if found.active and any(self._unbalanced.values()):
            self._leave(len(found.tokens) - 1, "a noscript element holds half of an element")
        if not reads_words:
            found.has_markup = found.has_markup or bool(self._odd_ends or found.odd_ends)
            found.ended -= found.odd_ends.keys()
            found.odd_ends.clear()
            for place in self._unknown if self._mends else ():
                self._leave_out_odd(place)
            return
        if mends_names:
            self._end_open_elements()
        for place, end_tag in found.odd_ends.items():
            found.tokens[place], found.has_markup = end_tag, True
        names = names_of_odd_start_tags(self._source) if self._odd_ends else ()
        words = [place for place, name in self._odd_ends if name in names and place not in found.odd_ends]
        words += [place for place in self._unknown if place not in found.ended]
        found.has_markup = found.has_markup or len(words) < len(self._odd_ends) + len(self._unknown)
        found.unknown += words
        for place in words:
            found.tokens[place] = Characters(found.tokens[place].span)

    def _end_open_elements(self) -> None:
        """Take each end tag that ends nothing for that of the innermost element which lacks one.

        Its name is that of no element, or of another one of text, with nothing but text between the two.
        """
        found = self._found
        lone = [
            (place, scope, "")
            for (name, scope), places in self._open.items()
            if name in _NEED_END_TAG
            for place in places
        ]
        if not (lone and self._odd_names):
            return
        starts: defaultdict[int, list[int]] = defaultdict(list)
        names = names_of_odd_start_tags(self._source)
        for place, scope, name in sorted([*lone, *self._odd_names]):
            known = starts[scope]
            if not name:
                known.append(place)
            elif known and place - known[-1] <= _NEAR and place not in found.ended and name not in names:
                if name in FORMATTING_ELEMENTS and not self._is_one_text(known[-1], place):
                    continue
                start = known.pop()
                written = cast("StartTag", found.tokens[start]).name
                found.odd_ends[place] = EndTag(found.tokens[place].span, written, f"</{written}>")
                found.ended |= {start, place}

    def _is_one_text(self, start: int, end: int) -> bool:
        """Whether the start tag is that of an element of text, and there is nothing but text up to the end tag."""
        first, *between = self._found.tokens[start:end]
        tags = (token.name for token in between if isinstance(token, (StartTag, EndTag)))
        return cast("StartTag", first).name in FORMATTING_ELEMENTS and all(name in _OF_TEXT for name in tags)

    def _leave(self, place: int, message: str) -> None:
        """Note that what is not modelled decides about the rest."""
        span = self._found.tokens[place].span
        self._found.unmodelled = self._found.unmodelled or Notice("not-modelled", message, span)

    def _note_opaque(self, place: int, token: StartTag | EndTag) -> None:
        """Note a tag inside an element that is not modelled."""
        name = token.name
        self._found.has_markup = True
        if token.within == "select" and name not in _PLAIN_IN_SELECT:
            self._leave(place, f"'{token.text}' in a select element takes effect outside of it, to some browsers")
        elif token.within == "noscript" and name not in VOID_ELEMENTS:
            self._unbalanced[name] += 1 if isinstance(token, StartTag) else -1
            if isinstance(token, StartTag) and name in _DROPPED_OR_COPIED and is_active(token):
                self._leave(place, f"'{token.text}' in a noscript element takes effect where scripts do not run")

    def _note_tag(self, place: int, token: StartTag | EndTag) -> None:
        name, found = token.name, self._found
        if isinstance(token, StartTag):
            if name in _DROPPED_OR_COPIED and is_active(token):
                found.active.add(token.span.start)
            if name in DOCUMENT_ELEMENTS and not found.is_document:
                found.is_document = self._is_before_body or bool(name != "head" and token.attributes)
            if name == "frameset":
                self._leave(place, "a document of frames is left as it is")
            if self._mends and is_torn_by_code(token.text):
                self._leave(place, f"template code in '{token.text[:40]}' hides what the tag is")
        elif self._mends and TEMPLATE.search(shown := token.span.cut(self._source), 1):  # with ``<?`` begins ``<?b>``
            self._leave(place, f"template code in '{shown[:40]}' would go with what no end tag has")
        if name not in DOCUMENT_ELEMENTS and not self._ends_lost_list(place, token):
            self._scopes.note(name, is_start=isinstance(token, StartTag))
        is_word = isinstance(token, StartTag) and (
            self._is_word_for_list(place, name)
            or is_parameter(self._source, token.span.start)
            or is_code(token.text)
            or is_comparison(token.text)
        )
        is_known = name in _KNOWN_NAMES and not is_word
        if is_known and "<" not in token.text[1:]:
            found.has_markup = True
            if name in _ENDED_NAMES:
                self._pair(place, token)
        else:
            self._note_odd_tag(place, token, is_known=is_known)

    def _note_odd_tag(self, place: int, token: StartTag | EndTag, *, is_known: bool) -> None:
        """Note a tag of an unknown name, or one with a sign in it."""
        name = token.name
        if name not in _RAW and is_words(token.text):
            self._unknown.append(place)
            if isinstance(token, EndTag):
                self._odd_names.append((place, self._scopes.cell, name))
            self._found.has_markup = self._found.has_markup or is_known
            self._pair(place, token)
            return
        self._found.has_markup = True
        if not is_known and _ELEMENT_NAME.fullmatch(name) is None:
            if self._mends:
                self._leave_out_odd(place)
        elif not is_known or name in _ENDED_NAMES:
            self._pair(place, token)

    def _leave_out_odd(self, place: int) -> None:
        """Leave the tag at *place* out of the structure if no end tag could be written for its name."""
        token = cast("StartTag | EndTag", self._found.tokens[place])
        if _ELEMENT_NAME.fullmatch(token.name) is None:
            self._found.tokens[place] = CommentToken(token.span)

    def _note_odd_end(self, place: int, name: str) -> None:
        """Note a comment ``</ name>``: it ends what a live tag of its name has begun, or is text like that."""
        end_tag = EndTag(self._found.tokens[place].span, name.lower(), f"</{name}>")
        self._pair(place, end_tag)
        if place in self._found.ended:
            self._found.odd_ends[place] = end_tag
        elif end_tag.name in HOLDERS:
            self._found.has_markup = True
        else:
            self._odd_ends.append((place, name.lower()))
            self._odd_names.append((place, self._scopes.cell, name.lower()))

    def _pair(self, place: int, token: StartTag | EndTag) -> None:
        starts = self._open[token.name, self._scopes.of(token.name)]
        if isinstance(token, StartTag):
            starts.append(place)
        elif starts:
            self._found.ended |= {starts.pop(), place}
        elif token.name in FORMATTING_ELEMENTS:
            self._odd_names.append((place, self._scopes.cell, token.name))

    def _is_word_for_list(self, place: int, name: str) -> bool:
        """Whether a start tag *name* is such as ``<DIR>``, with text after it: a word, if nothing ends it."""
        if name not in _OLD_LISTS or place + 1 == len(self._found.tokens):
            return False
        following = self._found.tokens[place + 1]
        return isinstance(following, Characters) and not following.span.cut(self._source).isspace()

    def _ends_lost_list(self, place: int, token: StartTag | EndTag) -> bool:
        """Whether *token* ends a list whose start tag is lost, in an item of another."""
        if token.name not in LISTS or isinstance(token, StartTag) or self._open["li", self._scopes.around_list]:
            return False
        return _next_tag_name(self._source, self._found.tokens, place) == "/li"


def begins_opaque(token: Token) -> bool:
    """Whether *token* begins an element that is not modelled, and does not end it as well."""
    if not isinstance(token, StartTag) or token.name not in NOT_MODELLED_ELEMENTS:
        return False
    return not (token.name in FOREIGN_ELEMENTS and token.is_self_closing)


def _is_before_body(source: str, token: Token) -> bool:
    """Whether *token* may stand before the body."""
    if isinstance(token, (StartTag, EndTag)):
        return token.name in DOCUMENT_ELEMENTS or token.name in METADATA_ELEMENTS
    if isinstance(token, (CommentToken, DoctypeToken, RawText)):
        return True
    text = token.span.cut(source)
    return not (text if token.span.start else text.removeprefix(BYTE_ORDER_MARK)).strip(ASCII_WHITESPACE)


def _next_tag_name(source: str, tokens: Sequence[Token], place: int) -> str:
    """The name of the tag after *place*, with a solidus for an end tag; empty if text stands before it."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if isinstance(following, Characters) and not following.span.cut(source).strip() and place + 2 < len(tokens):
        following = tokens[place + 2]
    if isinstance(following, EndTag):
        return f"/{following.name}"
    return following.name if isinstance(following, StartTag) else ""


def _leave_cut_off(found: Preparation) -> None:
    """Note that the end of the source cuts off what can not be completed."""
    found.unmodelled = Notice("not-modelled", "the end of the document cuts off a tag", found.tokens[-1].span)


def _settle_last_comment(source: str, last: CommentToken | DoctypeToken, found: Preparation) -> None:
    """Give a comment or a doctype that the end of the source cuts off its end."""
    text = last.span.cut(source)
    is_odd = text.startswith("<?") or (text.startswith("</") and _PLAIN_PIECE.fullmatch(text) is None)
    if is_odd and not text.endswith(">"):  # server code needs no end
        _leave_cut_off(found)
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


def _cut_off_name(tokens: Sequence[Token], written: str) -> str:
    """The name whose end tag is cut off after *written*: that, or else that of what is open; empty where it is none."""
    if written.lower() in ELEMENTS:
        return written
    ended: Counter[str] = Counter()
    for token in reversed(tokens):
        if isinstance(token, EndTag):
            ended[token.name] += 1
        elif isinstance(token, StartTag) and token.name not in VOID_ELEMENTS:
            if not ended[token.name]:
                is_begun = token.is_modelled and token.name in ELEMENTS and token.name.startswith(written.lower())
                return token.text[1 : 1 + len(token.name)] if is_begun else ""
            ended[token.name] -= 1
    return ""


def _ends_in_opaque(tokens: Sequence[Token]) -> bool:
    """Whether the last of *tokens* stands in an element that is not modelled, of which it is no end tag."""
    tags = (token for token in islice(reversed(tokens), 1, None) if isinstance(token, (StartTag, EndTag)))
    tag = next(tags, None)
    return tag is not None and (not tag.is_modelled or begins_opaque(tag))


def _settle_last_tag(source: str, found: Preparation) -> None:
    """Decide about a tag that the end of the source cuts off: an end tag gets its ``>``, a short piece is text."""
    last = found.tokens[-1]
    if isinstance(last, (CommentToken, DoctypeToken)):
        _settle_last_comment(source, last, found)
        return
    before = found.tokens[-2] if len(found.tokens) > 1 else last
    if not isinstance(last, RawText):
        return
    text = last.span.cut(source)
    tag = _CUT_OFF_END_TAG.fullmatch(text)
    if isinstance(before, StartTag) and before.name in _RAW:
        is_its_end_tag = tag is not None and tag[1].lower() == before.name and text[-1].isspace()
        if not is_its_end_tag or before.name == "script":
            return
    if (isinstance(before, RawText) and tag is None) or _ends_in_opaque(found.tokens):
        _leave_cut_off(found)
    elif tag is not None and (name := _cut_off_name(found.tokens, tag[1])):
        found.cut_off = text.rstrip() + name[len(tag[1]) :] + ">"
        found.tokens[-1] = EndTag(last.span, name.lower(), found.cut_off)
    elif _PLAIN_PIECE.fullmatch(text) is None:
        _leave_cut_off(found)
    else:
        found.tokens[-1] = Characters(last.span)
        found.cut_off_text = last.span.start

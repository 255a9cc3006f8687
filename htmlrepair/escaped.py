"""Markup that was escaped once too often: as character references all through, or as in JSON without the backslashes.

It is read before all else, since what it says in tags is text until then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import Final
from unicodedata import category

from htmlrepair.allowlist import may_free_attribute, may_free_element
from htmlrepair.attributes import parse_attributes
from htmlrepair.construct import Recovery
from htmlrepair.construct.limits import is_active
from htmlrepair.construct.preparation import begins_opaque
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, apply_edits, covered, sorted_edits
from htmlrepair.escaped_page import is_plain_comment, kept_back
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    CODE_ELEMENTS,
    HEADINGS,
    TABLE_PARTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.knowledge.references import ESCAPED_LESS_THAN
from htmlrepair.prose import is_named, speaks_of_markup
from htmlrepair.source import Span
from htmlrepair.tokenizer import Scan, tokenize
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    CommentToken,
    DoctypeToken,
    EndTag,
    MalformedMarkup,
    RawText,
    ReadingKind,
    StartTag,
    Token,
)

__all__ = ["ESCAPES", "may_come_alive", "read_escaped"]

_MARKUP: Final = "escaped-markup"
_JSON: Final = "json-escape"

ESCAPES: Final[tuple[Recovery, ...]] = (
    Recovery(
        _MARKUP,
        Confidence.LIKELY,
        "A whole document or fragment whose tags are all escaped, as references or with backslashes.",
        "Feeds and content systems escape what is escaped already. Browsers show the tags.",
        ("&lt;p&gt;Soup &amp;amp; rye&lt;/p&gt;", "<p>Soup &amp; rye</p>"),
        "Only where nothing is live, tags balance, and what stands beside their blocks is not about tags. A script "
        "stays escaped; in a head it goes into a comment.",
        "syntax.html#character-references",
    ),
    Recovery(
        _JSON,
        Confidence.LIKELY,
        "``u003c`` and ``u003e`` for the signs round a tag, as JSON writes them, mostly without the backslash.",
        "Importers take the backslashes out. Browsers show the rest.",
        ("u003cemu003equietu003c/emu003e", "<em>quiet</em>"),
        "Hardly any text holds such a thing otherwise. With backslashes only where all of it is escaped and balances,\n"
        "on one line where only line ends and quotation marks tell.",
        "syntax.html#syntax-tags",
    ),
)
"""Both kinds, in the order of the README."""

_MOST_LEVELS: Final = 3
_MANY_ENDS: Final = 3
"""So many end tags there must be where text comes after the last of them."""
_MANY_PAIRS: Final = 8
"""Among so many end tags one that lacks its start tag, or the other way round, is damage of its own."""
_NAMED_SIGNS: Final = "amp|AMP|apos|gt|GT|lt|LT|quot|QUOT"
_NUMBERED_SIGNS: Final = "#0{0,3}(?:34|38|39|60|62)|#[xX]0{0,2}(?:22|26|27|3[cCeE])"
_SIGN: Final = rf"{_NAMED_SIGNS}|{_NUMBERED_SIGNS}"
"""References to the signs of markup, without ``&`` and ``;``."""
_AMPERSAND: Final = "(?:amp|AMP|#0{0,3}38|#[xX]0{0,2}26);"
_ESCAPED_SIGNS: Final = tuple(
    re.compile(rf"&[ ]?(?:{_AMPERSAND}){{{level}}}[ ]?({_SIGN})[ ]?;") for level in range(_MOST_LEVELS)
)
"""The signs of markup, escaped once, twice and so on; some of them may have come apart."""
_BLOCKS: Final = BLOCK_ELEMENTS | HEADINGS | TABLE_PARTS | {"li", "pre", "table"}
_LEAST_PROSE: Final = 12
"""So many characters of text blocks hold that are more than samples."""
_INTRODUCES: Final = re.compile(r"[^\w.!?。！？)）]\Z|(?<![^\W_])(?:an?|the|ein|une?|le|la|el)\Z", re.I)
"""How a text ends that shows what comes next."""
_GOES_ON: Final = re.compile(r"\s*[,;:.!?)\]\"'”’»、，。a-zà-ÿа-яё]")
"""How a sentence goes on behind something that it shows."""
_BEGINS: Final = re.compile(r"\s*<\s*(?:/\s*)?[A-Za-z!]")
_VOID_TAG: Final = re.compile(rf"<(?:{'|'.join(sorted(VOID_ELEMENTS))})\b[^<>]*>", re.I)
_UP_TO_END_OF_TITLE: Final = re.compile(r"[^<]*</title\s*>", re.I)
_QUOTE: Final = re.compile(r"&(quot|#34|#39|apos);")
_DOUBLED: Final = re.compile(r"&(?:amp;){1,3}(?!(?:amp|apos|gt|lt|quot);)#?[A-Za-z0-9]{2,31};")
"""A reference that was escaped once more, as nobody does who shows tags."""
_DOUBLED_IN_WORD: Final = re.compile(rf"[^\W_]{_DOUBLED.pattern}|{_DOUBLED.pattern}[^\W_]")
"""Such a one that nobody shows, since a word goes on with it, or after it."""
_NEAR: Final = 40
"""So far before the first tag a text that shows tags says so."""
_LANGUAGE: Final = re.compile(r"\b(?:x?html|css|markdown|markup|xml)\d?\b", re.I)
_BARE_LESS_THAN: Final = re.compile(r"(?<!\\)<|\\\\[<>]")
_BARE_GREATER_THAN: Final = re.compile(r"(?<!\\)>")
_ESCAPED_GREATER_THAN: Final = "\\>"
_BACKSLASHED: Final = re.compile(r"\\(?=[<>])")
_JSON_OTHER: Final = re.compile(r"\\[\"nrt]")
_LETTER_IN_TEXT: Final = re.compile(r"(?<!>)(?<!\\[nrt])\\[nrt](?!<|\\[nrt]|\Z)")
"""What is the beginning of a name in a path as likely as the end of a line."""
_NOT_IN_JSON: Final = re.compile(
    r"[\n\r\t]|(?<!\\)\"|\\(?![\"/nrt]|u[0-9A-Fa-f]{4})"
    r"|(?:(?<![^\W_])[A-Za-z]:|~|(?<![^\s>])\.{1,2})\\[nrt](?![ <])"
)
"""What no string of JSON holds, or what may be a path in one; it shows no backslashes of its own."""
_LINE_END_AT_TAG: Final = re.compile(r"(?<=>)(?:\\r)?\\n(?=\s*(?:<|\\[nrt]|\Z))")
_JSON_VALUE: Final = re.compile(r"<[A-Za-z][^<>]*=\\\"[^<>\"\\]*\\\"")
_FEWEST_LINE_ENDS: Final = 2
_JSON_TAG: Final = re.compile(
    r"(?<!\\)u003[cC](?P<inner>\s{0,3}(?:\\?/)?\s{0,3}[A-Za-z](?:(?!u003[cCeE])[^<>]){0,600}?)(?<!\\)u003[eE]"
)
_JSON_ESCAPE: Final = re.compile(
    r"\\(?:u(?!00[01]|[dD][89A-Fa-f])([0-9A-Fa-f]{4})|([nrt\"/\\])"
    r"|u([dD][89ABab][0-9A-Fa-f]{2})\\u([dD][C-Fc-f][0-9A-Fa-f]{2}))"
)
_JSON_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_JSON_SIGN: Final = re.compile(r"\\?u(0022|0026|0027|002[fF]|003[dD])")
"""The signs of ASCII that are escaped in tags."""
_JSON_CHARACTER: Final = re.compile(
    r"(?<!\\)(?:(u002[dD]u002[dD])"  # of hyphens only pairs are escaped, for they end comments
    r"|u([dD][89ABab][0-9A-Fa-f]{2})u([dD][C-Fc-f][0-9A-Fa-f]{2})"
    r"|u(?=[0-9A-Fa-f]{0,3}[0-9])([0-9A-Fa-f]{4}))"  # without a digit it may be a word
)
_JSON_SIGNS: Final = "\"&'/"
_LONGEST_TITLE: Final = 800
_JOINERS: Final = "\u200b\u200c\u200d"
"""Signs without width, of which other alphabets and emoji make use."""
_TAG_NAME: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_NAME_IN_TAG: Final = re.compile(r"\s{0,3}\\?(/?)\s{0,3}([A-Za-z][A-Za-z0-9]*)")
_OF_FORMULAS: Final = frozenset({"sub", "sup", "var"})
"""Behind them, a letter goes on with a formula."""
_OF_WORDS: Final = HEADINGS | {"dd", "dt", "li", "p", "td", "th"}
"""Blocks that a single letter may fill."""
_LOST_LINE_END: Final = re.compile(
    r"(?:r?n){1,4}(?:t{0,12}\s{0,40}(?=u003[cC])|t{0,12}(?=[A-Z]|[^\x00-\u024f]|\Z))|t{1,12}(?=u003[cC])"
)
"""Line ends and the tabs of the next line; letters of an alphabet without n and t go on with no word."""
_LOST_SPACE: Final = str.maketrans("nrt", "\n\r\t")


def read_escaped(source: str, scanned: Scan, codes: Collection[str]) -> list[Diagnostic]:
    """What of *source*, which was *scanned*, is escaped markup, with the edits that take the escapes away."""
    found: list[Diagnostic] = []
    if _MARKUP in codes and "<" not in source and ESCAPED_LESS_THAN.search(source):
        found = _escaped_markup(source)
    if _MARKUP in codes and "\\<" in source:
        found = _backslashed(source)
    if not found and _JSON in codes and (_ends_as_json(source) or _has_json_line_ends(source)):
        found = _json_string(source)
    if not found and _JSON in codes and ("u003c" in source or "u003C" in source):
        found = _json_string(source) if "<" not in source else []
        found = found or list(_json_escapes(source, scanned))
    return found


def _ends_as_json(source: str) -> bool:
    """Whether the end tags of *source* are all written as in JSON, and so are other things of it."""
    if "<\\/" not in source or "</" in source:
        return False
    return _JSON_OTHER.search(source) is not None and _LETTER_IN_TEXT.search(source) is None


def _has_json_line_ends(source: str) -> bool:
    """Whether *source* is one line, as a string of JSON is, with the line ends and quotation marks written as there."""
    source = source.rstrip()
    if "\\n" not in source or _NOT_IN_JSON.search(source) is not None:
        return False
    line_ends = sum(1 for _ in _LINE_END_AT_TAG.finditer(source))
    return line_ends >= _FEWEST_LINE_ENDS or (line_ends > 0 and _JSON_VALUE.search(source) is not None)


def _escaped_markup(source: str) -> list[Diagnostic]:
    for pattern in _ESCAPED_SIGNS:
        signs = list(pattern.finditer(source))
        if any(_sign(sign) == "<" and " " not in sign[0] for sign in signs):
            break
    else:
        return []
    edits = [Edit(Span(*sign.span()), sign[0], _sign(sign)) for sign in signs]
    edits = sorted([*edits, *_quotes(source, signs)], key=lambda edit: edit.span)
    edits = kept_back(source, apply_edits(source, edits), edits)
    plain = apply_edits(source, edits)
    if not (_is_whole(source, plain) or _are_blocks_in_text(source, plain) or _is_escaped_text(source, plain)):
        return []
    span = covered(edits)
    message = "all tags are escaped once too often"
    return [Diagnostic(_MARKUP, span, message, Confidence.LIKELY, sorted_edits(edits), True)]


def _quotes(source: str, signs: Sequence[re.Match[str]]) -> Iterator[Edit]:
    """The edits for quotation marks in tags that were escaped less often than the *signs* of the tags."""
    if signs[0][0].replace(" ", "").startswith(f"&{signs[0][1]}"):
        return  # all were escaped once, and the marks among them are signs themselves
    for sign, following in pairwise(signs):
        if _sign(sign) != ">":
            between = _QUOTE.finditer(source, sign.end(), following.start())
            yield from (Edit(Span(*quote.span()), quote[0], _sign(quote)) for quote in between)


def _sign(reference: re.Match[str]) -> str:
    return unescape(f"&{reference[1]};")


def _are_line_breaks(markup: str) -> bool:
    """Whether the tags of *markup* are line breaks, and one ends it."""
    tokens = list(tokenize(markup))
    breaks = sum(1 for token in tokens if _tag(token)[0] == "br")
    is_text = all(_tag(token)[0] in ("", "br") and may_come_alive(token) for token in tokens)
    return is_text and breaks > 1 and markup.rstrip().endswith(">")


def _is_whole(source: str, plain: str) -> bool:
    """Whether *plain*, which *source* is without its escapes, is markup from its beginning on."""
    if _BEGINS.match(plain) is None:
        return False
    return _is_sound_enough(plain) or (_DOUBLED.search(source) is not None and _are_line_breaks(plain))


def _is_escaped_text(source: str, plain: str) -> bool:
    """Whether a word of *source* holds a reference that was escaped once more, so that its tags were too.

    They nest in *plain*, which *source* is without its escapes, and it does not name them, nor their language.
    """
    if _DOUBLED_IN_WORD.search(source) is None or _LANGUAGE.search(plain) is not None:
        return False
    open_elements: list[str] = []
    tags = 0
    for token in tokenize(plain):
        name, is_start = _tag(token)
        if not may_come_alive(token) or (name and isinstance(token, MalformedMarkup)):
            return False
        if name and is_named(plain, *token.span, is_end=not is_start):
            return False
        if name and not tags and speaks_of_markup(unescape(plain[max(0, token.span.start - _NEAR) : token.span.start])):
            return False
        if is_start and name and name not in VOID_ELEMENTS:
            open_elements.append(name)
        elif not is_start and (not open_elements or open_elements.pop() != name):
            return False
        tags += bool(name)
    return tags > 1 and not open_elements


def _are_blocks_in_text(source: str, markup: str) -> bool:
    """Whether *markup* is a text about something else than tags, with whole blocks before, behind or between it.

    It is what *source* is without its escapes.
    """
    tokens = list(tokenize(markup))
    outside = [unescape(_VOID_TAG.sub("", text)) for text in _round_blocks(markup, tokens)]
    if len(outside) < 2 or any(map(speaks_of_markup, outside)):
        return False
    leads = [text.strip() for text in outside[:-1] if text.strip()]
    ends = sum(1 for token in tokens if isinstance(token, EndTag))
    is_little = ends < _MANY_ENDS and _DOUBLED.search(source) is None
    if leads and (is_little or any(map(_INTRODUCES.search, leads))):
        return False
    return not any(map(_GOES_ON.match, outside[1:]))


def _round_blocks(markup: str, tokens: Sequence[Token]) -> list[str]:
    """The texts before, between and behind the blocks of *markup*; none if its tags do not nest, or hold little."""
    open_elements: list[str] = []
    cuts = [0]
    inside = 0
    for token in tokens:
        name, is_start = _tag(token)
        if not may_come_alive(token) or (name and isinstance(token, MalformedMarkup)):
            return []
        if not name:
            is_text = isinstance(token, Characters) and bool(open_elements)
            inside += (token.span.end - token.span.start) if is_text else 0
        elif is_start and name not in VOID_ELEMENTS:
            if not open_elements:
                if name not in _BLOCKS:
                    return []
                cuts.append(token.span.start)
            open_elements.append(name)
        elif not is_start:
            if not open_elements or open_elements.pop() != name:
                return []
            if not open_elements:
                cuts.append(token.span.end)
    cuts.append(len(markup))
    is_sound = not open_elements and inside >= _LEAST_PROSE
    return [markup[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)] if is_sound else []


def _backslashed(source: str) -> list[Diagnostic]:
    """The finding that a backslash stands before each sign of all the tags of *source*, as Markdown escapes them.

    Some writers of Markdown escape only what begins a tag.
    """
    if _BARE_LESS_THAN.search(source) is not None:
        return []
    if _ESCAPED_GREATER_THAN in source and _BARE_GREATER_THAN.search(source) is not None:
        return []
    edits = [Edit(Span(at.start(), at.start() + 1), "\\", "") for at in _BACKSLASHED.finditer(source)]
    plain = apply_edits(source, edits)
    if _BEGINS.match(plain) is None or not plain.rstrip().endswith(">") or not _is_sound_enough(plain):
        return []
    message = "all tags are escaped with backslashes"
    return [Diagnostic(_MARKUP, covered(edits), message, Confidence.LIKELY, tuple(edits), True)]


def _json_string(source: str) -> list[Diagnostic]:
    """The finding that all of *source* is what stands in a string of JSON, backslashes and all."""
    edits = [Edit(Span(*match.span()), match[0], _unescaped(match)) for match in _JSON_ESCAPE.finditer(source)]
    plain = apply_edits(source, edits)
    if _BEGINS.match(plain) is None or not _is_sound_enough(plain):
        return []
    span = covered(edits)
    message = "all tags are escaped, as JSON writes them"
    return [Diagnostic(_JSON, span, message, Confidence.LIKELY, tuple(edits), True)]


def _unescaped(escape: re.Match[str]) -> str:
    if escape[3]:
        return bytes.fromhex(escape[3] + escape[4]).decode("utf-16-be")
    return chr(int(escape[1], 16)) if escape[1] else _JSON_LETTERS.get(escape[2], escape[2])


def _is_sound_enough(markup: str) -> bool:
    """Whether *markup* has blocks, its tags balance and do not just begin a text, and all of it may come alive."""
    balance: Counter[str] = Counter()
    names: set[str] = set()
    ends = 0
    for token in tokenize(markup):
        if not (may_come_alive(token) or _is_plain_text(markup, token)):
            return False
        name, is_start = _tag(token)
        names.add(name)
        balance[name] += 1 if is_start else -1
        ends += not is_start
    if names.isdisjoint(_BLOCKS) or ends < (1 if markup.rstrip().endswith(">") else _MANY_ENDS):
        return False
    needed = names - UNCLOSED_ELEMENTS - VOID_ELEMENTS - {""}
    return sum(abs(balance[name]) for name in needed) * _MANY_PAIRS <= ends


def _is_plain_text(markup: str, token: Token) -> bool:
    """Whether *token* of *markup* is the text of a title that ends, or a comment, without tags in it."""
    if isinstance(token, CommentToken):
        return is_plain_comment(token.span.cut(markup))
    return isinstance(token, RawText) and _UP_TO_END_OF_TITLE.match(markup, token.span.end) is not None


def may_come_alive(token: Token) -> bool:
    """Whether a repair may make *token* out of text."""
    if isinstance(token, MalformedMarkup):
        return not token.readings[0].dropped
    if isinstance(token, EndTag):
        return may_free_element(token.name)
    if isinstance(token, StartTag):
        mended = parse_attributes(token.mended())
        values = ((attribute.name, attribute.value.replace("&", "&amp;")) for attribute in mended)
        is_free = may_free_element(token.name) and all(may_free_attribute(*value) for value in values)
        return is_free and not is_active(token)
    return isinstance(token, (Characters, CharacterReference, DoctypeToken))


def _tag(token: Token) -> tuple[str, bool]:
    """(the name of the tag *token*, whether it is a start tag); no name for what is no tag, nor looks like one."""
    if isinstance(token, (StartTag, EndTag)):
        return token.name, isinstance(token, StartTag)
    if isinstance(token, MalformedMarkup) and token.text.startswith("<"):
        reading = token.readings[0]
        if reading.kind in (ReadingKind.START_TAG, ReadingKind.END_TAG):
            return reading.name, reading.kind is ReadingKind.START_TAG
    return "", True


def _json_escapes(source: str, scanned: Scan) -> Iterator[Diagnostic]:
    edits: list[Edit] = []
    names: list[str] = []
    if any(isinstance(token, StartTag) and is_active(token) for token in scanned.tokens):
        return  # a tag that comes alive might wake it
    for span in _texts(scanned):
        at = span.start
        for match in _JSON_TAG.finditer(source, *span):
            spelling = _spelling(match["inner"])
            if spelling is None or (_beginning(match["inner"]) == "title" and not _is_title(source, match.end())):
                continue
            end = match.end()
            if (line_end := _lost_line_end(source, match, spelling)) is not None:
                end, spelling = line_end.end(), spelling + line_end[0].translate(_LOST_SPACE)
            edits += _signs(source, at, match.start())
            edits.append(Edit(Span(match.start(), end), source[match.start() : end], spelling))
            names.append(match[0])
            at = end
        edits += _signs(source, at, span.end)
    if names:
        span = covered(edits)
        message = f"'{names[0][:40]}' is a tag, as JSON writes it, without the backslashes"
        yield Diagnostic(_JSON, span, message, Confidence.LIKELY, sorted_edits(edits), True)


def _is_title(source: str, start: int) -> bool:
    """Whether the title that begins at *start* ends as it began, with no markup in it that it would take in."""
    following = _JSON_TAG.search(source, start, start + _LONGEST_TITLE)
    return (
        following is not None
        and _beginning(following["inner"]) == "/title"
        and "<" not in source[start : following.start()]
    )


def _lost_line_end(source: str, tag: re.Match[str], spelling: str) -> re.Match[str] | None:
    """What is left of a line end behind the *tag* mended to *spelling*; None where it is a word, as in ``<i>n</i>``."""
    found = _LOST_LINE_END.match(source, tag.end())
    named = _TAG_NAME.match(spelling)
    if found is None or named is None:
        return None
    name = named[2].lower()
    if named[1]:
        return None if name in _OF_FORMULAS else found
    following = _JSON_TAG.match(source, found.end())
    beside = "" if following is None else _beginning(following["inner"])
    if name not in _BLOCKS and name not in VOID_ELEMENTS:
        return found if beside in _BLOCKS or beside in VOID_ELEMENTS else None
    return None if beside == f"/{name}" and name in _OF_WORDS else found


def _beginning(inner: str) -> str:
    """The name of the tag whose inside is *inner*, with the solidus of an end tag."""
    found = _NAME_IN_TAG.match(inner)
    return "" if found is None else f"{found[1]}{found[2].lower()}"


def _texts(scanned: Scan) -> Iterator[Span]:
    """Where text stands that shows no code, with the character references in it; not in what is not modelled."""
    code: list[str] = []
    texts: list[Span] = []
    is_opaque = False
    for token in scanned.tokens:
        if isinstance(token, (StartTag, EndTag)):
            is_opaque = not token.is_modelled or begins_opaque(token)
        if isinstance(token, StartTag) and token.name in CODE_ELEMENTS:
            code.append(token.name)
        elif isinstance(token, EndTag) and code and code[-1] == token.name:
            code.pop()
        elif isinstance(token, (Characters, CharacterReference)) and not (code or is_opaque):
            if texts and texts[-1].end == token.span.start:
                texts[-1] = Span(texts[-1].start, token.span.end)
            else:
                texts.append(token.span)
    return _without(texts, scanned.verbatim)


def _without(texts: Iterable[Span], shown: Sequence[Span]) -> Iterator[Span]:
    """What of *texts* lies outside of the spans *shown*; both are sorted and apart."""
    first = 0
    for start, end in texts:
        while first < len(shown) and shown[first].end <= start:
            first += 1
        at = first
        while at < len(shown) and shown[at].start < end:
            if start < shown[at].start:
                yield Span(start, shown[at].start)
            start = max(start, shown[at].end)
            at += 1
        if start < end:
            yield Span(start, end)


def _signs(source: str, start: int, end: int) -> Iterator[Edit]:
    """The edits for quotation marks, other signs and letters of other alphabets between the two offsets."""
    for match in _JSON_CHARACTER.finditer(source, start, end):
        character = _character(match)
        if character != match[0]:
            yield Edit(Span(*match.span()), match[0], character)


def _character(escape: re.Match[str]) -> str:
    """The character that *escape* stands for; itself where none that JSON escapes."""
    hyphens, high, low, code = escape.groups()
    if hyphens:
        return "--"
    if high:
        return bytes.fromhex(high + low).decode("utf-16-be")
    character = chr(int(code, 16))
    is_beyond_ascii = character > "\x9f" and (category(character)[0] in "LMPSZ" or character in _JOINERS)
    return character if is_beyond_ascii or character in _JSON_SIGNS else escape[0]


def _spelling(inner: str) -> str | None:
    """The tag whose inside is *inner*, escaped as in JSON; None where it is none, or may not come alive."""
    text = _JSON_SIGN.sub(lambda match: chr(int(match[1], 16)), inner)
    text = _JSON_CHARACTER.sub(_character, text).replace('\\"', '"').strip().removeprefix("\\")
    if text.startswith("/"):
        name = text[1:].strip()
        return f"</{name}>" if may_free_element(name.lower()) else None
    tag = read_tag(f"{text}>", 0)
    if tag is None or tag.end != len(text) + 1 or not may_free_element(tag.name.lower()):
        return None
    return start_tag_reading(tag).spelling

"""Where a text shows the pieces of a character reference, or speaks of them: such references are not damaged."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from htmlrepair.knowledge.references import MARKUP_NAMES, NAMES
from htmlrepair.prose import SHOWN_AFTER, SHOWN_BEFORE, follows_article
from htmlrepair.tokens import MalformedMarkup

__all__ = ["CONNECTIVE", "follows_verb", "is_named", "is_shown", "is_spoken_of"]

_SEPARATOR: Final = (
    r"(?:\s{0,4}(?:[=＝|:：→]|=>|->)+\s{0,4}|\s(?:(?:stands )?for|para|per|pour|(?:steht )?für|voor)\s)[\"'`]?\s{0,2}"
)
_SEPARATOR_BEFORE: Final = re.compile(r"(?:[=＝|:：→]|=>|->)[\s\"'`]{0,6}\Z")
_SEPARATOR_AFTER: Final = re.compile(_SEPARATOR)
_MARKUP: Final = frozenset("\"&'<>")
_AROUND: Final = 48
"""How far around a reference a text may show what it stands for: a reference and a separator."""


_OMISSIONS: Final = frozenset({"()", "[]", "{}"})
_ELLIPSIS: Final = re.compile(
    r"ellips|elips|élips|эллипс|многоточ|Auslassung|puntini|reticenc|省略号|省略記号|三点リーダ|&amp;", re.I
)
"""Words for the sign in brackets behind them."""
_SPACE: Final = r"&\s?(?:nbsp|ensp|emsp|thinsp)\s?;"
_OPERAND_BEFORE: Final = re.compile(rf"[^\W_]{_SPACE}[=+<>×:|]\Z")
_OPERAND_AFTER: Final = re.compile(rf"[=+<>×:|]{_SPACE}[^\W_]")
_LETTER_BEFORE: Final = re.compile(r"[^\W_]")
_LETTER_AFTER: Final = re.compile(r"[^\W_]")
_LONGEST_KEY: Final = 80
"""A line that explains signs is short."""
_COLUMN: Final = re.compile(r"[\t|:：()（）]|\s{3,}")
_ROW_END: Final = re.compile(r"[\n\r]")
_ITEM: Final = re.compile(r"\A\s*[-*]\s")
_ANY_REFERENCE: Final = re.compile(r"[&＆]\s?(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})\s?[;；]")

_WINDOW: Final = 240
"""How far before and after a reference the lines beside it are read."""
_LINE_END: Final = re.compile(r"[\n\r]|<[^<>\n\r]{1,80}>")
"""A line of a list of signs ends at a tag, too."""
_REFERENCE: Final = r"[&＆]\s{0,3}([A-Za-z][A-Za-z0-9]{1,31})\s?[;；]"
_GLOSSED: Final = re.compile(
    rf"\s{{0,8}}(?:[-*•]\s{{1,3}}{_REFERENCE}(?=\s{{0,2}}[^\x00-\x7f\s])"  # - &gt；大于号
    rf"|(?:[-*•]\s{{1,3}})?{_REFERENCE}\s{{0,2}}[:：=→（(]"  # * ＆amp; : ampersand
    rf"|(?:[-*•]\s{{1,3}})?{_REFERENCE}(?:\t|\s{{3}}))"  # & Agrave;    capital letter A
)
_GLOSS_BEFORE: Final = re.compile(rf"[\w)）]\s?[:：=→]\s{{0,2}}{_REFERENCE}\s{{0,3}}\Z")
_RUN: Final = re.compile(rf"{_REFERENCE}(?:\s{{0,3}}{_REFERENCE}){{2,12}}")
_NAME: Final = re.compile(_REFERENCE)
_NO_TAG: Final = re.compile(r"\s(?!\s{0,3}/)|\Z")
_HEADING_BEFORE: Final = re.compile(r"(?:\A|[\n\r])#{1,6}[ \t]\Z")
_LINE_AFTER: Final = re.compile(r"[ \t]*(?:[\n\r]|\Z)")
_FEWEST_IN_RUN: Final = 4
"""Three may be a space, a dash and a quote."""
_FEWEST_SIGNS: Final = 3
"""So many different signs make a list of signs; of letters, two set apart from their names do."""

_CELL_BEFORE: Final = re.compile(r"<t[dh][^<>]{0,40}>\s{0,8}\Z", re.I)
_CELL_AFTER: Final = re.compile(r"\s{0,8}</t[dh]>\s{0,12}<t[dh][^<>]{0,40}>([^<>]{1,80})", re.I)

CONNECTIVE: Final = r"\s(?:and|or|und|oder|et|ou|и|или|і|та|lub|和|或)\s"
"""Of one letter only those that no one takes for a variable."""
_JOINED_AFTER: Final = re.compile(rf"{CONNECTIVE}{_REFERENCE}")
_JOINED_BEFORE: Final = re.compile(rf"{_REFERENCE}{CONNECTIVE}\Z")
"""Two signs with no word between them but this one are what a sentence is about."""

_NAME_AFTER: Final = re.compile(r"(?:\s?/\s?)?[A-Za-z]")
_NAME_BEFORE: Final = re.compile(r"[A-Za-z0-9\"'/]\Z")
_VALUE_BEFORE: Final = re.compile(r"\s[A-Za-z-]{1,20}\s?=\s?(?:\"[^\"<>\n]{0,200}\"|'[^'<>\n]{0,200}')\s?\Z")
_BEGINS_QUOTE: Final = "«‹“‘„‚"
_ENDS_QUOTE: Final = "»›”’“‘"

_LONE_AMPERSAND: Final = re.compile(r"(?:\A|\s)&\s(?!\s{0,3}[A-Za-z0-9#]{1,32}\s?;)")
_ESCAPES: Final = re.compile(r"\b[Ee]scap(?:e|es|ed|ing)\b")
_LONGEST_SENTENCE: Final = 80

_SPEAKS: Final = re.compile(
    r"entit|escap|encod|non-?breaking|\bHTML\b|实体|转义|實體|実体|エンティティ|엔티티|сущност|мнемоник", re.I
)
"""What stands in texts about character references."""
_VERB_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:use|uses|used|using|type|types|write|writes|insert|inserts|add|adds|replace|replaces|put|puts|with|like"
    r"|as|by|to|and|or|mit|und|oder|avec|et|ou|con|com|y|и|или)\s\Z",
    re.I,
)
"""Words after which a reference is what a sentence speaks of, not a dash in it."""
_BEGINS_BLOCK: Final = re.compile(r"(?:\A|[>\n\r])\s{0,8}\Z")
_TOLD_AFTER: Final = re.compile(
    r"\s(?:is|was|will|are|means?|stands|renders?|produces?|gives?|inserts?|creates?|should|can|instead|character|entity"
    r"|ist|wird|steht|est|sera|es|será|é|è|является|означает|это)(?![^\W_])"
)
"""How a sentence goes on after the name of a thing."""


def is_named(source: str, token: MalformedMarkup) -> bool:
    """Whether a sentence names the reference *token* as it names things: "a &amp;nbsp; is added"."""
    start, end = token.span
    if _TOLD_AFTER.match(source, end, end + _AROUND) is None:
        return False
    begins = _BEGINS_BLOCK.search(source, max(0, start - _AROUND), start) is not None
    return begins or follows_article(source, start, end)


def is_spoken_of(source: str, token: MalformedMarkup, around: int = _AROUND) -> bool:
    """Whether the text *around* the *token* is likely one about references."""
    start, end = token.span
    if _SPEAKS.search(source, max(0, start - around), start) or _SPEAKS.search(source, end, end + around):
        return True
    return follows_article(source, start, end) or is_named(source, token)


def follows_verb(source: str, start: int) -> bool:
    """Whether a word before the offset *start* says that what follows is a thing of which the text speaks."""
    return _VERB_BEFORE.search(source, max(0, start - _AROUND), start) is not None


def is_shown(source: str, token: MalformedMarkup) -> bool:
    """Whether the text shows the pieces: alone in quotes or a cell, or beside the character they stand for."""
    start, end = token.span
    before = source[max(0, start - _AROUND) : start]
    after = source[end : end + _AROUND]
    if SHOWN_BEFORE.search(before) and SHOWN_AFTER.match(after):
        return not (_is_omission(source, token) or _ends_attributes(source, token) or _fills_cell(source, token))
    if _HEADING_BEFORE.search(before) and _LINE_AFTER.match(after):
        return True
    if _is_joined(source, token) or _is_escaping(source, token):
        return True
    if _is_in_key(source, token) or _is_in_sheet(source, token) or _is_in_next_cell(source, token):
        return True
    name = token.readings[0].name
    if _follows_own_sign(before, name):
        return True
    following = _SEPARATOR_AFTER.match(after)
    if _joins_operands(source, token):
        return False
    if following is not None and after.startswith(_forms(name, following[0]), following.end()):
        return True
    if following is not None and _is_sign_itself(name, after[following.end() :]):
        return True
    if following is not None and following[0][0].isspace() and _is_sign(name, after[following.end() :]):
        return True
    preceding = _SEPARATOR_BEFORE.search(before)
    if preceding is None:
        return False
    return before[: preceding.start()].rstrip(" \"'`").endswith(_forms(name, preceding[0]))


def _follows_own_sign(before: str, name: str) -> bool:
    """Whether the text *before* a reference ends in the letter that *name* stands for, set apart: "ä & auml;"."""
    character = NAMES.get(name, "")
    return character.isalpha() and before.endswith((f" {character} ", f"\n{character} ")) and not character.isascii()


def _is_sign_itself(name: str, after: str) -> bool:
    """Whether *after* begins with another reference to the sign that *name* stands for."""
    other = _ANY_REFERENCE.match(after)
    character = NAMES.get(name, "")
    return other is not None and character.strip() != "" and _character(other[0]) == character


def _is_omission(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* is the ellipsis for what a quotation or a call leaves out, as in "[& hellip;]"."""
    start, end = token.span
    brackets = source[max(0, start - _AROUND) : start].rstrip()[-1:] + source[end : end + _AROUND].lstrip()[:1]
    if token.readings[0].name != "hellip" or brackets not in _OMISSIONS:
        return False
    return _ELLIPSIS.search(source, max(0, start - _AROUND), end + _AROUND) is None and not is_spoken_of(source, token)


def _fills_cell(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* is all of a cell in a row that has it again, or is a space as beside words of that row.

    A list of signs shows each of them once.
    """
    start, end = token.span
    before = _ROW_END.split(source[max(0, start - _WINDOW) : start])[-1]
    after = _ROW_END.split(source[end : end + _WINDOW], maxsplit=1)[0]
    if before.rstrip()[-1:] != "|" or after.lstrip()[:1] != "|":
        return False
    sign = unescape(f"&{token.readings[0].name};")
    if token.text in before or token.text in after:
        return sign not in _MARKUP
    if not sign.isspace():
        return False
    beside_word = re.compile(rf"[^\W_]\s?{re.escape(token.text)}\s?(?:\||\Z)")
    return beside_word.search(before) is not None or beside_word.search(after) is not None


def _joins_operands(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* and a space like it stand round a sign between two words, as in "x&nbsp;=& nbsp;y"."""
    start, end = token.span
    if not NAMES.get(token.readings[0].name, "").isspace():
        return False
    before, after = _OPERAND_BEFORE.search(source, max(0, start - _AROUND), start), _OPERAND_AFTER.match(source, end)
    is_first = _LETTER_BEFORE.search(source, max(0, start - 1), start) and after
    return bool(is_first or (before and _LETTER_AFTER.match(source, end)))


def _is_in_key(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands alone in a column of a line, and the character or another reference to it in another."""
    earliest = max(0, token.span.start - _LONGEST_KEY)
    start = max(source.rfind("\n", earliest, token.span.start) + 1, earliest)
    end = source.find("\n", token.span.end, token.span.end + _LONGEST_KEY)
    line = source[start : end if end >= 0 else token.span.end + _LONGEST_KEY]
    if _COLUMN.search(line) is None:
        return False
    columns = [column.strip() for column in _COLUMN.split(_ITEM.sub("", line))]
    if token.text.strip() not in columns:
        return False
    shown = {column for column in columns if column and column != token.text.strip()}
    name = token.readings[0].name
    return any(_character(column) == _character(f"&{name};") for column in shown)


def _character(text: str) -> str:
    """The character that *text* is, or refers to, damaged or not."""
    reference = _ANY_REFERENCE.fullmatch(text)
    return text if reference is None else unescape(f"&{reference[1]};")


def _forms(name: str, separator: str) -> tuple[str, ...]:
    """What *separator* may part from a reference *name* that a text shows."""
    character = NAMES.get(name, "")
    if character in _MARKUP:
        character = ""  # it stands beside everything, being a part of markup
    is_space = character.isspace() and separator.strip() in (":", "：")  # set apart from a colon, as the French do
    live = "" if is_space else f"&{name};"
    return tuple(form for form in (live, f"&amp;{name};", character) if form.strip())


def _is_sign(name: str, after: str) -> bool:
    """Whether *after* begins with the sign of markup that *name* stands for, and it is all there is: ``& lt; = <``."""
    character = NAMES.get(name, "")
    return character in _MARKUP and after.startswith(character) and _NO_TAG.match(after, 1) is not None


def _is_joined(source: str, token: MalformedMarkup) -> bool:
    """Whether the text names *token* and another reference, as in "what do & laquo; and & raquo; do?"."""
    start, end = token.span
    name = token.readings[0].name
    if name in MARKUP_NAMES and _is_tag_sign(source, token):
        return False
    before = _JOINED_BEFORE.search(source, max(0, start - _AROUND), start)
    after = _JOINED_AFTER.match(source, end, end + _AROUND)
    return (before is not None and _are_signs(before[1], name)) or (after is not None and _are_signs(name, after[1]))


def _is_tag_sign(source: str, token: MalformedMarkup) -> bool:
    """Whether a name or a value stands beside *token* as in a tag, "& lt ;b& gt ; and & lt ;i& gt ;"."""
    start, end = token.span
    if NAMES[token.readings[0].name] == "<":
        return _NAME_AFTER.match(source, end) is not None
    return _NAME_BEFORE.search(source, max(0, start - 1), start) is not None


def _ends_attributes(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands behind the value of an attribute, as the end of a tag does."""
    start = token.span.start
    is_end = NAMES.get(token.readings[0].name) == ">"
    return is_end and _VALUE_BEFORE.search(source, max(0, start - _WINDOW), start) is not None


def _are_signs(first: str, second: str) -> bool:
    """Whether the two references are to different signs; what ends a quotation and begins another is none of them."""
    characters = NAMES.get(first, ""), NAMES.get(second, "")
    if first == second or not all(character.strip() and not character.isalpha() for character in characters):
        return False
    return not (characters[0] in _ENDS_QUOTE and characters[1] in _BEGINS_QUOTE)


def _is_escaping(source: str, token: MalformedMarkup) -> bool:
    """Whether the text tells how to escape an ampersand, and shows what comes of it."""
    earliest = max(0, token.span.start - _LONGEST_SENTENCE)
    escaping = _ESCAPES.search(source, earliest, token.span.start)
    return escaping is not None and _LONE_AMPERSAND.search(source, earliest, token.span.start) is not None


def _is_in_next_cell(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* fills a cell of a table, and the whole reference or its character stands in the next one."""
    start, end = token.span
    if _CELL_BEFORE.search(source, max(0, start - _AROUND), start) is None:
        return False
    cell = _CELL_AFTER.match(source, end, end + _WINDOW)
    name = token.readings[0].name
    return cell is not None and cell[1].rstrip().endswith((f"&{name};", f"&amp;{name};"))


def _is_in_sheet(source: str, token: MalformedMarkup) -> bool:
    """Whether the line of *token*, with those around it, lists different references, each with what it means."""
    start, end = token.span
    earliest = max(0, start - _WINDOW)
    before, after = _LINE_END.split(source[earliest:start]), _LINE_END.split(source[end : end + _WINDOW])
    line = f"{before[-1]}{token.text}{after[0]}"
    if token.text in _run(line):
        return True
    if not (own := _glossed(line)):
        return False
    lines = (*before[:-1], *after[1:])
    names = {own, *map(_glossed, lines), *_NAME.findall(" ".join(map(_run, lines)))} - {""}
    is_letters = all(NAMES.get(name, "").isalpha() for name in names)
    return len(names) >= (_FEWEST_SIGNS - is_letters)


def _run(line: str) -> str:
    """The first run of different references in the *line*; none if it has no such run."""
    runs = (run[0] for run in _RUN.finditer(line))
    return next((run for run in runs if len(set(_NAME.findall(run))) >= _FEWEST_IN_RUN), "")


def _glossed(line: str) -> str:
    """The reference that the *line* explains; none if it is no line of a list of references."""
    found = _GLOSSED.match(line)
    found = _GLOSS_BEFORE.search(line[-_AROUND:]) if found is None else found
    return "" if found is None else str(found[found.lastindex or 0])

"""How texts speak of tags: the words and signs that tell a careful reader of a tag which is named, not used."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "CONNECTIVES",
    "SHOWN_AFTER",
    "SHOWN_BEFORE",
    "follows_article",
    "is_enumerated",
    "is_join",
    "is_listed",
    "is_named",
    "is_real_content",
    "is_spoken_of",
    "is_tag_talk",
    "speaks_of_markup",
    "string_start",
]

CONNECTIVES: Final[frozenset[str]] = frozenset(
    "a an and as between by close closing e ends et for from in into is l la le n o oder of open opening ou or starts"
    " the then to tag tags und us vs with y и или 与 和 および と タグと または 及 或 跟 와 과 및 또는 og och ve veya"
    " ile și sau και ή та або і या और và hoặc dan atau lub nebo és vagy או أو و یا".split()
)
"""Words that stand between two tags in a text about tags, as in "strips < b > and < /b >"; an ``A`` may be a grade."""

_FOR_TAG_ALONE: Final = (
    r"taggs?\b|tags?\b|тег|таг|balises?\b|eti(?:queta|chett?)[aeăi]?s?\b|etiket\w{0,3}\b|címk\w{1,4}\b|značk\w{1,3}\b"
    r"|znacznik\w{0,3}\b|oznak\w{1,3}\b|ετικέτ\w{1,3}\b|tunniste\w{0,3}\b|märgend\w{0,2}\b|thẻ\b|टैग|ট্যাগ"
    r"|(?:[بلو]?ال)?وس(?:م|وم)\b|برچسب|تگ\b|ה?תגית\b|ה?תג\b"
)
"""Words for it that stand alone."""
_FOR_TAG_JOINED: Final = r"タグ|标签|標籤|标记|標記|태그|แท็ก"
"""Words for it to which others are joined, as in 終了タグ."""
_FOR_TAG: Final = rf"{_FOR_TAG_ALONE}|{_FOR_TAG_JOINED}"
_NAMED_BEFORE: Final = re.compile(
    rf"(?:(?<![^\W_])(?:{_FOR_TAG_ALONE})\w{{0,3}}|(?:{_FOR_TAG_JOINED})\w{{0,3}})[\s\"'“‘«「『（(:：*_`]{{0,4}}\Z"
)
_NAMED_AFTER: Final = re.compile(rf"[\s\"'”’»」』）)*_`]{{0,4}}(?:{_FOR_TAG})")
_TAG_WORD: Final = re.compile(rf"{_FOR_TAG_ALONE}|\w{{0,4}}(?:{_FOR_TAG_JOINED})\w{{0,2}}")
_FOR_ELEMENT: Final = (
    r"elements?\b|éléments?\b|elementos?\b|elementi?\b|elementen?\b|Elemente?n?\b|элемент|要素|元素|요소"
)
_MARKUP_TALK: Final = re.compile(
    rf"(?<![^\W_])(?:{_FOR_TAG_ALONE}|{_FOR_ELEMENT}|(?:x?html|xml|markup|markdown|code|snippet|syntax|examples?|sample|demo"
    r"|writes?|written|writing|used?|uses|using|like|types?|wraps?|put|renders?|output|becomes|produces|returns?|means"
    r"|Beispiel\w{0,2}|schreib\w{1,3}|ejemplo|exemple|esempio|exemplo|voorbeeld|przykład|пример|код)(?![^\W_]))"
    rf"|{_FOR_TAG_JOINED}|例|代码|代碼|コード|예제|코드|[`={{}};\\]",
    re.I,
)
"""What stands in texts about tags, and in code."""
_SPOKEN_OF_AFTER: Final = re.compile(
    rf"[\"'”’»」』）)]?(?:\s|(?<=[^\x00-\x7f])|(?=[^\x00-\x7f]))(?:{_FOR_TAG}|{_FOR_ELEMENT})|[-‐‑]Tags?\b"
)
"""What stands after a tag of which the text speaks; words in Latin letters are set apart from it."""
_ARTICLE_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:a|an|another|any|each|every|no|the|that|this|das|dem|den|der|des|die|ein|einem|einen|einer|eines"
    r"|jedes|kein|un|une|le|la|les|ce|cette|chaque|el|los|las|una|cada|il|lo|gli|uno|ogni|o|os|as|um|uma|de|het|een|elk)"
    r"\s{1,2}[\"'“‘«„]?\Z",
    re.I,
)
"""Words after which no block begins."""
_GOES_ON: Final = re.compile(r"[\"'”’»“]?(?:[.,;:!?)]|\s{1,2}[^\W\d_A-Z])")
"""How a sentence goes on after a word in it."""
_LISTED: Final = re.compile(r"[ \t]?[,;)|、，；）」』。！？：]|[.:!?](?=\s|\Z)")
"""What goes on with a sentence after a start tag that it names."""
_STRING_MARKS: Final = {mark: re.compile(rf"\\.|{mark}") for mark in "\"'"}
_LONGEST_LINE: Final = 300
"""How far before a tag the string is looked for that it may stand in."""
_AROUND: Final = 24
"""How far around a tag the word for it is looked for."""

_END_TAG: Final = r"<\s?/\s?[A-Za-z][A-Za-z0-9]{0,9}\s?>"
_COMMA: Final = r"\s{0,2}(?:[,、，;]\s{0,2}(?:\w{1,4}\s)?|(?<=\s)\w{1,4}\s)"
_ENUMERATED_AFTER: Final = re.compile(rf"(?:\s{{0,2}}{_END_TAG}){{0,6}}{_COMMA}{_END_TAG}")
_ENUMERATED_BEFORE: Final = re.compile(
    rf"{_END_TAG}(?:\s{{0,2}}{_END_TAG}){{0,6}}{_COMMA}(?:\s{{0,2}}{_END_TAG}){{0,6}}\s{{0,2}}\Z"
)
_ENUMERATION: Final = 120
"""How far around an end tag others are looked for."""

_BOTH_ENDS: Final = frozenset({"end", "start"})
_WORD: Final = re.compile(r"[^\W_]+")
_JOIN_SIGNS: Final = re.compile(r"\s{0,2}[,、，;；/]\s{0,2}")
_JOIN_WORDS: Final = re.compile(r"\s{0,2}[,，]?\s{0,2}(?:(?<=\s)([^\W\d_]{1,6})\s{1,2}|([^\W\d_a-zA-Z]{1,3}))")

SHOWN_BEFORE: Final = re.compile(r"[\"'`|(（「『“‘\[]\s{0,3}\Z")
SHOWN_AFTER: Final = re.compile(r"\s{0,3}[\"'`|)）」』”’\]]|[ \t]{0,24}\|")
"""What stands on both sides of a character reference that a text shows on purpose: quotes, brackets, cell borders."""


_PLACEHOLDER: Final = re.compile(r"\{\s?\$?\w|\$\w|%\w|%\d\$")
"""What programs put a word for, whatever its name is."""


def is_real_content(text: str) -> bool:
    """Whether *text* between two tags is more than a connective, an ellipsis or nothing.

    >>> is_real_content(" and "), is_real_content("..."), is_real_content("Note"), is_real_content("{$a}")
    (False, False, True, True)
    """
    if _PLACEHOLDER.search(text[:200]):
        return True
    words = _WORD.findall(text[:200])
    return len(words) > 1 or any(word not in CONNECTIVES for word in words)


def is_tag_talk(text: str) -> bool:
    """Whether *text* between two tags holds nothing, or connectives with or without words for tags.

    >>> is_tag_talk(" and the end tag "), is_tag_talk(" and the end ")
    (True, True)
    >>> is_tag_talk(" Monday "), is_tag_talk("tag")
    (False, False)
    """
    words = _WORD.findall(_TAG_WORD.sub("", text))
    if not words and _WORD.search(text):
        return False
    return len(text) <= _AROUND and all(word in CONNECTIVES or word in _BOTH_ENDS for word in words)


def is_join(text: str) -> bool:
    """Whether *text* joins two words in a series: a comma, a word such as *and*.

    >>> is_join(", "), is_join(" and "), is_join("和"), is_join(" ")
    (True, True, True, False)
    """
    if _JOIN_SIGNS.fullmatch(text):
        return True
    words = _JOIN_WORDS.fullmatch(text)
    return words is not None and (words[1] or words[2]) in CONNECTIVES - {"a"}  # which may be the content of a cell


def speaks_of_markup(text: str) -> bool:
    """Whether *text* holds words or signs of texts that show markup.

    >>> speaks_of_markup("Write it like this"), speaks_of_markup("List of parts")
    (True, False)
    """
    return _MARKUP_TALK.search(text) is not None


def is_named(source: str, start: int, end: int, *, is_end: bool = False) -> bool:
    """Whether the text names the tag between the two offsets: the word for it stands beside it, or after an end tag.

    >>> is_named("the < br / > tag", 4, 12), is_named("one < br / > two", 4, 12)
    (True, False)
    """
    if _NAMED_AFTER.match(source, end, end + _AROUND):
        return True
    return not is_end and _NAMED_BEFORE.search(source, max(0, start - _AROUND), start) is not None


def is_spoken_of(source: str, start: int, end: int) -> bool:
    """Whether a word for it after the tag between the two offsets, which browsers read, says that the text names it.

    >>> is_spoken_of("the <div> element", 4, 9), is_spoken_of("the <div> is", 4, 9)
    (True, False)
    """
    return _SPOKEN_OF_AFTER.match(source, end, end + _AROUND) is not None


def follows_article(source: str, start: int, end: int) -> bool:
    """Whether the tag between the two offsets has an article before it, and the sentence goes on as after a word.

    >>> follows_article("Put a <div> there", 6, 11), follows_article("Put <div> there", 4, 9)
    (True, False)
    """
    before = _ARTICLE_BEFORE.search(source, max(0, start - _AROUND), start)
    return before is not None and _GOES_ON.match(source, end, end + _AROUND) is not None


def is_enumerated(source: str, start: int, end: int) -> bool:
    """Whether the text names the end tag between the two offsets among others, with commas between them.

    >>> is_enumerated("needs no </ li>, </ dt>", 9, 15), is_enumerated("one</ li>, two", 3, 9)
    (True, False)
    """
    if _ENUMERATED_AFTER.match(source, end, end + _ENUMERATION):
        return True
    return _ENUMERATED_BEFORE.search(source, max(0, start - _ENUMERATION), start) is not None


def is_listed(source: str, start: int, end: int) -> bool:
    """Whether the text names the start tag between the two offsets, or stands before it and goes on as after a word."""
    if is_named(source, start, end):
        return True
    before = source[max(0, start - _AROUND) : start].rstrip(" \t")[-1:]
    is_in_text = before not in ("", "\n", "\r", ">", "＞") and source.find("=", start, end) < 0
    return is_in_text and _LISTED.match(source, end) is not None


def string_start(source: str, pos: int, mark: str) -> int | None:
    """Where, on the line of *pos*, the string of code begins that *pos* is in, between two of *mark*; None if in none.

    >>> string_start('say("<b>', 5, '"'), string_start('5" <b>', 3, '"')
    (4, None)
    """
    earliest = max(0, pos - _LONGEST_LINE)
    line = max(source.rfind("\n", earliest, pos) + 1, earliest)
    found = [sign.start() for sign in _STRING_MARKS[mark].finditer(source, line, pos) if sign[0] == mark]
    return found[-1] if len(found) % 2 and not source[max(0, found[-1] - 1) : found[-1]].isalnum() else None

"""Decisions about malformed tags: with a partner where there is one, and by evidence where there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import unescape
from typing import Final

from htmlrepair.damage import (
    WEAK_CODES,
    angle_quote_tag,
    full_width_tag,
    glued_attribute,
    odd_solidus,
    translated_tag_name,
)
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    CELLS,
    ELEMENTS,
    FORMATTING_ELEMENTS,
    HEADINGS,
    LIST_PARTS,
    LISTS,
    MEANT_ALONE,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.prose import (
    SHOWN_AFTER,
    SHOWN_BEFORE,
    is_enumerated,
    is_listed,
    is_named,
    is_real_content,
    is_tag_talk,
    speaks_of_markup,
)
from htmlrepair.resolve.evidence import FIRST_PARTS, NEEDS_PARTNER, STANDS_ALONE
from htmlrepair.resolve.mentions import is_idle, is_next, is_shown, mentions
from htmlrepair.resolve.pairing import Pairing, pair
from htmlrepair.resolve.turned import end_tag_reading, heading_end_reading
from htmlrepair.resolve.view import Decision, View
from htmlrepair.tokens import EndTag, MalformedMarkup, Reading, ReadingKind

__all__ = ["tag_decisions"]

_MAX_ROUNDS: Final = 6
"""How often harm is looked for and its cause denied; when harm is then still done, all is denied."""
_NEEDS_PARTNER: Final = frozenset({angle_quote_tag.DAMAGE.code, full_width_tag.DAMAGE.code})
"""Classes that look like quotations."""
_MUCH: Final = 12
"""An element that holds so many tokens holds something."""
_SEVERAL: Final = 3
"""So many mangled start tags, each with a weak token for its end tag, are no chance; short names count half."""
_NEAR: Final = 12
"""So many tokens after a start tag its end tag is looked for that lost its solidus."""
_AROUND: Final = 120
"""How far around a pair the text may show what its brackets are for."""
_DISPLAY_FORM: Final = re.compile(r"＜/?([A-Za-z]\w*)([#=])?[^＜＞]{0,20}＞")
_STANDS_APART: Final = BLOCK_ELEMENTS | HEADINGS | LIST_PARTS | LISTS | TABLE_PARTS | {"table"}
_WITH_TEXT_ONLY: Final = 2
"""So many tokens is the end tag after the start tag when nothing but text is between them."""
_SPACED_WORD_BEFORE: Final = re.compile(r"[^\W\d_] \Z")
_ENDS_IN_WORD: Final = re.compile(r" [^\n\r<>]{0,60}?(?<=[ ])([^\W\d_]{1,8}) ")
_CALL_FOR_MORE: Final = frozenset(
    "and or with by using und oder mit durch et ou avec par con mediante com per met med och eller ve veya ile cu sau"
    " lub przez и или та або тегом через και ή με".split()
)
"""Words that no paragraph ends with."""
_DOTS: Final = re.compile(r"\s{0,3}(?:\.{6,80}|…{2,40})\s{0,3}")
_LONGEST_TITLE: Final = 1000
_VOID_END_TAG: Final = re.compile(rf"</\s*(?:{'|'.join(sorted(VOID_ELEMENTS))})[\t\n\f\r ]*>", re.I)
_NOT_IN_TITLE: Final = re.compile(r"[<＜`~{]")
"""Markup, or what shows code in text: in a title it is neither."""
_LETTER: Final = "[^\\W\\d_\\u2e80-\\uabff\\uf900-\\ufaff]"
"""One of a script that sets words apart."""
_WORD_BEFORE: Final = re.compile(rf"{_LETTER}[.,;:!?]?\Z")
_WORD_AFTER: Final = re.compile(rf"{_LETTER}{{2}}")
_BEGINS: Final = re.compile(r"(?:\A|[\r\n>])[ \t]*\Z")
_LINE_START: Final = re.compile(r"(?:\A|[\r\n])[ \t]*\Z")
_ENDS: Final = re.compile(r"[ \t]*(?:[\r\n]|</|\Z)")
"""What stands before and after all that a line or an element holds."""
_UNEVEN: Final = re.compile(r"<\s*[\r\n]|<\s[^\s>]+>")
"""Spaced out at one side, or broken off: no one shows a tag so."""
_QUOTATION_MARKS: Final = {'"': '"', "'": "'", "“": "”", "「": "」", "『": "』"}
"""What ends a quotation, by what begins it."""
_BEGINS_QUOTATION: Final = re.compile(r"(?:[“「『]|(?:\A|[\s(\[=,:])[\"'])\Z")
_LONGEST_QUOTATION: Final = 80
_TAG_NAME: Final = re.compile(r"[<＜‹〈⟨˂]\s*[A-Za-z0-9]+")


def tag_decisions(view: View, places: Iterable[int]) -> Iterator[Decision]:
    """The decisions about the malformed tags at *places*."""
    candidates = {place for place in places if view.is_candidate(place)}
    view.mentions = frozenset()
    if not candidates:
        return
    allowed, pairing = _harmless(view, candidates)
    containers = _containers(view, pairing)
    if sum(_weight(view, place) for place in pairing.hinted & allowed) >= _SEVERAL:
        view.is_damaged = True
    view.mentions = mentions(view, _without_sign_of_end(view, pairing, candidates))
    if not _has_marked_pair(view, pairing, allowed):
        view.mentions |= {place for place in allowed if _is_marked_void(view, place)}
    for place in sorted(allowed):
        reading = view.reading(place)
        partner = pairing.partners.get(place)
        if reading.name in VOID_ELEMENTS:
            yield Decision((place,), (reading,), _void_confidence(view, place, is_mention=place in view.mentions))
        elif partner is None:
            if (turned := _turned(view, pairing, place)) is not None:
                yield Decision((place,), (turned,), Confidence.LIKELY)
            elif reading.name != "title":
                is_hinted = place in pairing.hinted or _goes_on_to_start_tag(view, pairing, place)
                confidence = Confidence.GUESS if place in view.mentions else _lone_confidence(view, place, is_hinted)
                yield Decision((place,), (reading,), confidence)
        elif partner not in allowed or place < partner:
            start, end = sorted((place, partner))
            is_cut = containers[start] != containers[end] and start in allowed
            if not is_cut and not _hides_markup(view, start, end):
                yield _pair_decision(view, start, end, allowed)


def _is_marked_void(view: View, place: int) -> bool:
    """Whether the void tag at *place* stands between quotation marks, without an attribute that says what it is."""
    token = view.malformed[place]
    is_marked = token.code == angle_quote_tag.DAMAGE.code and "=" not in token.text
    return is_marked and view.reading(place).name in VOID_ELEMENTS


def _has_marked_pair(view: View, pairing: Pairing, allowed: Collection[int]) -> bool:
    """Whether an element has a tag between quotation marks, so that these are brackets all over the document."""
    for place, token in view.malformed.items():
        if token.code != angle_quote_tag.DAMAGE.code:
            continue
        partner = pairing.partners.get(place, -1)
        if place in view.accepted and partner >= 0:
            return True
        if place in allowed and (partner in allowed or (partner >= 0 and view.is_live(partner))):
            start, end = sorted((place, partner))
            if _pair_decision(view, start, end, allowed).confidence is not Confidence.GUESS:
                return True
    return False


def _without_sign_of_end(view: View, pairing: Pairing, places: Iterable[int]) -> list[int]:
    """Those of *places* with a start tag that has no end tag, and nothing that may have been one."""
    return [
        place
        for place in places
        if place not in pairing.partners
        and place not in pairing.hinted
        and view.reading(place).kind is ReadingKind.START_TAG
        and not _goes_on_to_start_tag(view, pairing, place)
    ]


def _turned(view: View, pairing: Pairing, place: int) -> Reading | None:
    """The end tag that the tag at *place* was, which has no partner; None if it is what it looks like."""
    if view.reading(place).kind is ReadingKind.END_TAG:
        return heading_end_reading(view, pairing, place)
    return None if place in pairing.hinted else end_tag_reading(view, pairing, place)


def _harmless(view: View, candidates: Collection[int]) -> tuple[set[int], Pairing]:
    """*candidates* without those that would take a live tag its partner, and how they pair."""
    allowed = set(candidates)
    ended: set[int] = set()
    """Those whose own end tags are weak tokens: the live end tags after these belong to live start tags."""
    alone = pair(view.parts(())).partners
    for _ in range(_MAX_ROUNDS):
        together = pair(view.parts(allowed, with_weak=True), ended)
        harmful = set()
        for start, end in alone.items():
            if start > end:
                continue
            if end not in together.partners:
                harmful |= {together.partners.get(start, -1), together.scopes.get(end, -1)}
            if start not in together.partners:
                thief = together.partners.get(end, -1)
                if not _begins_next(view, thief):
                    harmful |= {thief} if thief in allowed else _between(view, allowed, start, end)
        harmful &= allowed
        if not harmful:
            return allowed, together
        hinted = {place for place in harmful if _has_weak_end(view, place)} - ended
        if hinted:
            ended |= hinted
            continue
        harmful |= {together.partners[place] for place in harmful if place in together.partners} & allowed
        allowed -= harmful
    return set(), Pairing()


def _has_weak_end(view: View, place: int) -> bool:
    """Whether a weak token near the start tag at *place* ends it, as others end all that begins between the two."""
    names: list[str] = []
    for following in range(place, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is None or part.name in VOID_ELEMENTS or (part.is_live and part.name in TEXT_LEVEL_ELEMENTS):
            continue
        if part.is_start and not part.is_live:
            names.append(part.name)
        elif not (part.is_weak and names and names.pop() == part.name):
            return False
        elif not names:
            return True
    return False


def _begins_next(view: View, place: int) -> bool:
    """Whether the tag at *place* begins an element that ends the one of its name before it, whose end tag it takes.

    In a damaged document it does where no tag stands that a text names: behind another or at the beginning of a line,
    with attributes, or, if it is a cell, clinging to a word.
    """
    if not view.has_profile or not view.is_candidate(place):
        return False
    name, start = view.reading(place).name, view.tokens[place].span.start
    if name not in UNCLOSED_ELEMENTS or not view.is_start(place):
        return False
    if "=" in view.malformed[place].text or (name in CELLS and not view.source[start - 1 : start].isspace()):
        return True
    if _LINE_START.search(view.source, max(0, start - _MUCH), start) is not None:
        return True
    before = place - 1
    if before > 0 and view.tokens[before].span.cut(view.source).isspace():
        before -= 1
    return before >= 0 and view.part(before) is not None


def _between(view: View, allowed: Collection[int], start: int, end: int) -> set[int]:
    """The places of *allowed* between the two tags of a live element that have its name."""
    name = view.name(start)
    return {place for place in allowed if start < place < end and view.reading(place).name == name}


def _goes_on_to_start_tag(view: View, pairing: Pairing, place: int) -> bool:
    """Whether the next tag after the start tag at *place* is one of its name without an end tag, so that it was one."""
    reading = view.reading(place)
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is not None:
            is_same = part.is_live and part.is_start and part.name == reading.name and following not in pairing.partners
            return is_same and reading.kind is ReadingKind.START_TAG and reading.name in FORMATTING_ELEMENTS
    return False


def _containers(view: View, pairing: Pairing) -> list[int]:
    """For each token the start tag of the innermost live element round it that has both its tags; -1 for none."""
    containers = []
    stack: list[int] = []
    closed: set[int] = set()
    for place in range(len(view.tokens)):
        partner = pairing.partners.get(place, -1)
        is_whole = partner >= 0 and view.is_live(place) and view.is_live(partner)
        if is_whole and partner < place:
            closed.add(partner)
            while stack and stack[-1] in closed:
                stack.pop()
        containers.append(stack[-1] if stack else -1)
        if is_whole and partner > place:
            stack.append(place)
    return containers


def _hides_markup(view: View, start: int, end: int) -> bool:
    """Whether the pair is a title whose text holds what would stop being markup in it."""
    if view.reading(start if start in view.malformed else end).name != "title":
        return False
    content = view.source[view.tokens[start].span.end : view.tokens[end].span.start]
    if len(content) > _LONGEST_TITLE:
        return True
    return _NOT_IN_TITLE.search(_VOID_END_TAG.sub("", content)) is not None


def _pair_decision(view: View, start: int, end: int, allowed: Collection[int]) -> Decision:
    confidence = Confidence.CERTAIN
    are_shown = all(is_shown(view, place) for place in (start, end) if place in allowed)
    if (
        are_shown
        or _are_in_sentence(view, start, end, allowed)
        or _are_display_forms(view, start, end)
        or _are_named(view, start, end, allowed)
    ):
        confidence = Confidence.GUESS
    elif start in allowed and end in allowed and not _has_content(view, start, end):
        is_empty = not view.source[view.tokens[start].span.end : view.tokens[end].span.start].strip()
        is_form = is_empty and (
            _is_form(view, start, end) or is_idle(view, start, end) or _are_framed(view, start, end)
        )
        is_likely = view.has_profile and not (is_form or _holds_dots(view, start, end))
        confidence = Confidence.LIKELY if is_likely else Confidence.GUESS
    places = tuple(place for place in (start, end) if place in allowed)
    if any(translated_tag_name.is_guessed(view.malformed[place]) for place in places):
        confidence = min(confidence, Confidence.LIKELY)
    return Decision(places, tuple(view.reading(place) for place in places), confidence)


def _is_form(view: View, start: int, end: int) -> bool:
    """Whether the empty pair stands in brackets that quotations have too, and a word comes directly after it."""
    last = view.tokens[end].span.end
    is_bracketed = view.malformed[start].code in _NEEDS_PARTNER and view.malformed[end].code in _NEEDS_PARTNER
    return is_bracketed and view.source[last : last + 1].isalpha()


def _holds_dots(view: View, start: int, end: int) -> bool:
    """Whether the pair holds a row of dots, which stands for what a reader may put there."""
    return _DOTS.fullmatch(view.source, view.tokens[start].span.end, view.tokens[end].span.start) is not None


def _are_framed(view: View, start: int, end: int) -> bool:
    """Whether quotation marks, brackets or the borders of a column stand on both sides of the pair."""
    first, last = view.tokens[start].span.start, view.tokens[end].span.end
    before, after = view.source[max(0, first - _AROUND) : first], view.source[last : last + _AROUND]
    return SHOWN_BEFORE.search(before) is not None and SHOWN_AFTER.match(after) is not None


def _are_display_forms(view: View, start: int, end: int) -> bool:
    """Whether the pair stands in full-width brackets, and so does a name near it that is no tag, as in ``＜h#＞``."""
    tokens = [view.malformed[place] for place in (start, end) if place in view.malformed]
    if [token.code for token in tokens] != [full_width_tag.DAMAGE.code] * 2:
        return False
    first, last = view.tokens[start].span.start, view.tokens[end].span.end
    around = view.source[max(0, first - _AROUND) : last + _AROUND]
    return any(found[2] or found[1].lower() not in ELEMENTS for found in _DISPLAY_FORM.finditer(around))


def _are_named(view: View, start: int, end: int, allowed: Collection[int]) -> bool:
    """Whether the text names the two tags: each of them, or one, and there is no more between them than talk."""
    if start not in allowed or end not in allowed:
        return False
    spans = view.tokens[start].span, view.tokens[end].span
    between = view.source[spans[0].end : spans[1].start]
    if "=" in view.malformed[start].text:
        return False
    is_first, is_second = is_named(view.source, *spans[0]), is_named(view.source, *spans[1], is_end=True)
    if (is_first or is_second) and end - start <= 2 and is_tag_talk(between):
        return True
    if is_first and is_second:
        return True
    is_series = is_enumerated(view.source, *spans[1]) or is_named(view.source, *spans[1])
    return is_series and is_listed(view.source, *spans[0])


def _are_in_sentence(view: View, start: int, end: int, allowed: Collection[int]) -> bool:
    """Whether the two tags, of a block, are words of one sentence, as in "a < p > is closed with < / p >."."""
    if start not in allowed or end not in allowed or end - start != _WITH_TEXT_ONLY:
        return False
    if view.reading(start).name not in _STANDS_APART or "=" in view.malformed[start].text:
        return False
    first, last = view.tokens[start].span, view.tokens[end].span
    words = _ENDS_IN_WORD.fullmatch(view.source, first.end, last.start)
    before = _SPACED_WORD_BEFORE.search(view.source, max(0, first.start - 2), first.start)
    return before is not None and words is not None and words[1].lower() in _CALL_FOR_MORE


def _has_content(view: View, start: int, end: int) -> bool:
    """Whether the pair holds more than a text about tags would put there."""
    if end - start > _MUCH or any(map(_says_something, _attributes(view.malformed[start]))):
        return True
    pieces = []
    for place in range(start + 1, end):
        token = view.tokens[place]
        name = view.name(place)
        if name and name not in FORMATTING_ELEMENTS and not isinstance(token, EndTag):
            return True
        if not name and not view.is_candidate(place):
            pieces.append(token.span.cut(view.source)[:100])
    return is_real_content("".join(pieces))


def _says_something(attribute: LooseAttribute) -> bool:
    """Whether *attribute* has a value, and no sign that stands for any, as in ``href="…"``."""
    return any(map(str.isalnum, unescape(attribute.value))) or "#" in attribute.value


def _void_confidence(view: View, place: int, *, is_mention: bool) -> Confidence:
    token = view.malformed[place]
    if is_mention or is_named(view.source, *token.span) or _begins_quotation(view, place):
        return Confidence.GUESS
    if token.code in (full_width_tag.DAMAGE.code, glued_attribute.DAMAGE.code) or "/" in token.text[-4:]:
        return Confidence.CERTAIN
    if token.code == odd_solidus.DAMAGE.code:
        return Confidence.LIKELY
    sources = [attribute.value for attribute in _attributes(token) if attribute.name == "src"]
    if any("://" in source for source in sources):
        return Confidence.CERTAIN
    if view.has_profile or "/" in token.text[:4] or _UNEVEN.match(token.text) or _is_repeated(view, place):
        return Confidence.LIKELY
    if token.readings[0].name in MEANT_ALONE and _clings_to_words(view, place):
        return Confidence.LIKELY
    return Confidence.LIKELY if any("/" in source or "." in source for source in sources) else Confidence.GUESS


def _begins_quotation(view: View, place: int) -> bool:
    """Whether a full-width tag stands directly after a quotation mark in its line that has a partner there."""
    token = view.malformed[place]
    if token.code != full_width_tag.DAMAGE.code:
        return False
    start, end = token.span
    opening = _BEGINS_QUOTATION.search(view.source[max(0, start - 2) : start])
    if opening is None:
        return False
    following = view.source[end : end + _LONGEST_QUOTATION].split("\n", 1)[0]
    return _QUOTATION_MARKS[opening[0][-1]] in following


def _clings_to_words(view: View, place: int) -> bool:
    """Whether words with no white space between stand on both sides of the tag at *place*, as beside no word."""
    start, end = view.tokens[place].span
    return _WORD_BEFORE.search(view.source, max(0, start - 2), start) is not None and (
        _WORD_AFTER.match(view.source, end) is not None
    )


def _is_repeated(view: View, place: int) -> bool:
    """Whether the void tag at *place* stands beside another like it, as no text would show it."""
    text = view.malformed[place].text
    for beside in (place - 2, place - 1, place + 1, place + 2):
        other = view.malformed.get(beside)
        if other is not None and other.text == text:
            between = view.tokens[min(place, beside)].span.end, view.tokens[max(place, beside)].span.start
            if not view.source[slice(*between)].strip():
                return True
    return False


def _lone_confidence(view: View, place: int, is_hinted: bool) -> Confidence:
    """How sure a start tag without its end tag, or an end tag without its start tag, is one."""
    token = view.malformed[place]
    name = token.readings[0].name
    if token.code == glued_attribute.DAMAGE.code or _is_first_part(view, place):
        return Confidence.CERTAIN
    if token.code in _NEEDS_PARTNER:
        is_tag = is_hinted or (name in STANDS_ALONE and is_next(view, place))
        return Confidence.LIKELY if is_tag and view.has_profile else Confidence.GUESS
    if token.readings[0].kind is ReadingKind.END_TAG:
        if is_enumerated(view.source, *token.span) or is_shown(view, place):
            return Confidence.GUESS
        is_comment = token.text.startswith("</")  # to a browser, which hides it: no one wrote it to be read
        return Confidence.LIKELY if is_comment or view.has_profile else Confidence.GUESS
    has_attribute = any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in _attributes(token))
    if has_attribute and name not in NEEDS_PARTNER:
        return Confidence.LIKELY
    is_likely = view.has_profile and (is_hinted or has_attribute or name in STANDS_ALONE)
    return Confidence.LIKELY if is_likely or _begin_lines_alike(view, place) else Confidence.GUESS


def _begin_lines_alike(view: View, place: int) -> bool:
    """Whether the start tag at *place* begins a line as the one before or after does, with words and no other block.

    So do paragraphs and items that need no end tag; no text names the same tag in line after line.
    """
    if view.reading(place).name not in UNCLOSED_ELEMENTS or not _begins_line(view, place):
        return False
    for step in (1, -1):
        for beside in range(place + step, place + step * _NEAR, step):
            part = view.part(beside) if 0 <= beside < len(view.tokens) else None
            if part is None or part.name in TEXT_LEVEL_ELEMENTS:
                continue
            first, second = sorted((place, beside))
            between = view.source[view.tokens[first].span.end : view.tokens[second].span.start]
            is_alike = beside in view.malformed and part.is_start and part.name == view.reading(place).name
            if is_alike and _begins_line(view, beside) and is_real_content(between) and not speaks_of_markup(between):
                return True
            break
    return False


def _begins_line(view: View, place: int) -> bool:
    start = view.tokens[place].span.start
    return _LINE_START.search(view.source, max(0, start - _MUCH), start) is not None


def _is_first_part(view: View, place: int) -> bool:
    """Whether the start tag at *place* stands directly after a live one of what holds such parts, and no text."""
    before = place - 1
    if before > 0 and view.tokens[before].span.cut(view.source).isspace():
        before -= 1
    if before < 0 or not (view.is_live(before) and view.is_start(before) and view.part(place) is not None):
        return False
    return view.is_start(place) and view.reading(place).name in FIRST_PARTS.get(view.name(before), ())


def _weight(view: View, place: int) -> int:
    """How much a mangled start tag with a weak token for its end tag tells about the document."""
    if any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in _attributes(view.malformed[place])):
        return _SEVERAL
    if _frames_all(view, place):
        return _SEVERAL
    return 1 if view.reading(place).name in NEEDS_PARTNER else 2


def _frames_all(view: View, place: int) -> bool:
    """Whether the start tag at *place* begins a line, or an element, that a weak token of its name ends.

    No sentence would.
    """
    source, name = view.source, view.reading(place).name
    before = _BEGINS.search(source, max(0, view.tokens[place].span.start - _MUCH), view.tokens[place].span.start)
    if before is None:
        return False
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        start, end = view.tokens[following].span
        token = view.malformed.get(following)
        if token is not None and token.code in WEAK_CODES and token.readings[0].name == name:
            return _ENDS.match(source, end) is not None
        if "\n" in source[start:end] or "\r" in source[start:end]:
            return False
    return False


def _attributes(token: MalformedMarkup) -> Sequence[LooseAttribute]:
    """The attributes of a malformed start tag."""
    name = _TAG_NAME.match(token.text)
    return () if name is None else read_attributes(token.text, name.end(), len(token.text))[0]

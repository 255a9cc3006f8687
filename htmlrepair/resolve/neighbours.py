"""What stands round a mangled tag, and what that makes each of its readings cost."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from htmlrepair.damage import WEAK_CODES, bare_start_tag, bare_tag_name, lost_less_than_sign
from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.prose import SHOWN_AFTER, SHOWN_BEFORE
from htmlrepair.resolve.costs import WITH_PROFILE, WITHOUT_PROFILE, Readings
from htmlrepair.resolve.evidence import FIRST_PARTS, NEEDS_PARTNER, STANDS_ALONE
from htmlrepair.resolve.view import View
from htmlrepair.tokens import Characters, MalformedMarkup, Reading, ReadingKind

__all__ = ["chained", "weighed"]

_AROUND: Final = 40
"""How far around a token its neighbours are looked at."""
_BEFORE_TAG: Final = re.compile(r"[^\S\r\n]*(?:[\r\n<＜]|\Z)")
_BEFORE_NUMBER: Final = re.compile(
    r"[^\S\r\n]*(?:[=*+%>]|\|(?=[^\s<])|[-.,]?\d|\$|[.#][A-Za-z]|[a-z][\w.-]{0,20}\s?\{)"
)
_UNEVEN: Final = re.compile(r"\w\s>\d\Z")
"""White space at one side of the sign, as no formula has before a whole number: ``p >.05`` has it."""
_IN_PATH: Final = re.compile(r"(?:[A-Za-z0-9_/~:]|/[!-~\u00a1-\u024f]*)\Z")
"""A path is written in Latin letters; in scripts without spaces a solidus before belongs to another word."""
_AFTER_WORD: Final = re.compile(r"\w\s{1,4}\Z")
_AFTER_OPERATOR: Final = re.compile(r"[=+*/<&|({\[]\s?\Z")
_AFTER_PATH: Final = re.compile(r"(?<![^\s>\"'(=])(?:~?/|[\w.-]{1,30}/|[a-z]{2,8}://)[^\s<>]*[/*]\s?\Z")
"""Signs that end a path or a pattern of names are no operators."""
_SIGNS: Final = re.compile(r"\s*[^\w\s<>]{1,3}\s?")
_AFTER_SIGN: Final = re.compile(r"\w\s?>\s?\Z")
_BEFORE_CHAIN: Final = re.compile(r"[^\S\r\n]{1,3}[\w-]{1,20}[^\S\r\n]{1,3}>[^\S\r\n]{1,3}[^\W\d_]")
"""A word and a sign of its own, evenly spaced, as in ``i > j > k``."""
_NEAR: Final = 6
"""How many tokens after a weak one may show what it begins."""
_NEAR_END: Final = 12
"""How many tokens after a weak one its end tag is looked for."""
_WORD_NEXT: Final = re.compile(r"[^\S\r\n]{0,3}[^\W\d_][\w-]*\b(?!\s{0,3}>)")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def chained(view: View, places: Collection[int]) -> set[int]:
    """The places of those that stand in a row on one line, with nothing but white space between, and then a word.

    A name that comes twice is no chain: ``li >one li >`` has both tags.
    """
    found: set[int] = set()
    run: list[int] = []
    names: set[str] = set()
    for place in sorted(places):
        name = view.reading(place).name
        gap = view.source[view.tokens[run[-1]].span.end : view.tokens[place].span.start] if run else ""
        if not gap.isspace() or "\n" in gap or "\r" in gap or name in names:
            run, names = [], set()
        run.append(place)
        names.add(name)
        if len(run) > 1 and _WORD_NEXT.match(view.source, view.tokens[place].span.end):
            found.update(run)
    return found


def weighed(view: View, place: int, *, is_chained: bool) -> list[tuple[Reading, float]]:
    """The readings of the token at *place* with what each costs there, whatever is open."""
    token = view.malformed[place]
    costs = WITH_PROFILE if view.is_plainly_damaged or view.has_bare_names else WITHOUT_PROFILE
    before, after = _text_before(view, place), view.source[token.span.end : token.span.end + _AROUND]
    behind, ahead = _next(view, place, -1), _next(view, place, 1)
    is_among_tags = view.part(behind) is not None and view.part(ahead) is not None
    text, start_tag, end_tag = _spelling_costs(token, costs, before, is_among_tags=is_among_tags)
    against = 0.0
    """How much speaks for text and against a tag."""
    following = "" if view.part(ahead) is not None else after.lstrip()[:1]
    if _AFTER_WORD.search(before) and following.isalpha() and not following.isupper():  # many scripts know no case
        against += costs.in_prose
    if is_chained or (following and _BEFORE_CHAIN.match(after)):
        against += costs.in_chain
    is_preceded = bool(before.strip()) or _follows_start_tag(view, place, behind)
    if is_preceded and _BEFORE_NUMBER.match(after) and not _UNEVEN.search(token.text + after[:1]):
        against += costs.before_number
    if SHOWN_BEFORE.search(before) and SHOWN_AFTER.match(after):
        against += costs.shown
    if _is_beside_other_kind(view, place, (behind, ahead)):
        against += costs.side_by_side
    tag = against
    if not against and _is_before_tag(view, place, ahead):
        tag += costs.before_tag
    if _AFTER_SIGN.search(before) or _follows_operator(view, place, before):
        tag += costs.after_sign
    if not view.has_capitals and _has_capitals(token):
        tag += costs.capitals
    if not (token.readings[0].name in VOID_ELEMENTS or _has_content(view, place)) or _leads_nowhere(token):
        start_tag += costs.without_content
    is_ended = token.code in WEAK_CODES and _is_ended(view, place)
    if is_ended and not before.strip() and _begins_block(view, behind):
        start_tag += costs.first
    if token.readings[0].name in (TEXT_LEVEL_ELEMENTS & NEEDS_PARTNER) - VOID_ELEMENTS and not is_ended:
        start_tag += costs.short_name
    if token.readings[0].name not in TEXT_LEVEL_ELEMENTS and _goes_on(view, place, ahead):
        end_tag += costs.before_text
    if _follows_start_tag(view, place, behind):
        end_tag += costs.empty
    totals = {
        ReadingKind.TEXT: text - against,
        ReadingKind.START_TAG: start_tag + tag,
        ReadingKind.END_TAG: end_tag + tag,
    }
    return [(reading, max(0.0, totals[reading.kind])) for reading in token.readings if reading.kind in totals]


def _spelling_costs(
    token: MalformedMarkup, costs: Readings, before: str, *, is_among_tags: bool
) -> tuple[float, float, float]:
    """What it costs to take *token* for text, a start tag and an end tag, by its spelling alone."""
    if token.code not in WEAK_CODES:
        is_spoken = not is_among_tags and _says_only_its_name(token)
        text = costs.spoken_text if is_spoken else costs.spaced_text
        return text, costs.spaced_tag, costs.spaced_tag
    if token.code == bare_start_tag.DAMAGE.code:
        return costs.solidus_text, 0.0, 0.0
    if token.code == bare_tag_name.DAMAGE.code and "/" in token.text:
        return costs.solidus_text, 0.0, 0.0
    if token.code == lost_less_than_sign.DAMAGE.code:
        if token.text.startswith("&") or _IN_PATH.search(before):
            return costs.text, costs.start_tag, costs.end_tag + costs.in_path
        return costs.solidus_text, costs.start_tag, costs.solidus_end_tag
    return costs.text, costs.start_tag, costs.end_tag


def _says_only_its_name(token: MalformedMarkup) -> bool:
    """Whether *token* is a start tag without attributes, of an element that needs an end tag."""
    reading = token.readings[0]
    return reading.kind is ReadingKind.START_TAG and reading.name not in STANDS_ALONE and "=" not in token.text


def _leads_nowhere(token: MalformedMarkup) -> bool:
    """Whether *token* is ``a`` and a sign, which would begin a link without an address: ``A>`` is a prompt too."""
    return token.code == bare_tag_name.DAMAGE.code and token.readings[0].name == "a"


def _has_content(view: View, place: int) -> bool:
    """Whether what follows the weak token at *place* is what a start tag of its name has after it."""
    name = view.reading(place).name
    first_parts = FIRST_PARTS.get(name)
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is not None:
            return part.is_start if first_parts is None else part.name in first_parts
        text = view.tokens[following].span.cut(view.source)
        if name in TEXT_LEVEL_ELEMENTS and text[:1] in "\r\n":
            return False
        if text.strip():
            return first_parts is None
    return False


def _is_before_tag(view: View, place: int, ahead: int) -> bool:
    """Whether the end of the line, a tag or another weak token, *ahead*, comes directly after the token at *place*."""
    part = view.part(ahead)
    if part is not None:
        return not (part.is_start and part.name in TEXT_LEVEL_ELEMENTS)
    return _BEFORE_TAG.match(view.source, view.tokens[place].span.end) is not None


def _is_ended(view: View, place: int) -> bool:
    """Whether a live end tag comes for what the weak token at *place* would begin, with only text between."""
    name = view.reading(place).name
    for following in range(place + 1, min(place + _NEAR_END, len(view.tokens))):
        part = view.part(following)
        if part is None or part.is_weak:
            continue
        if part.name == name or part.name not in TEXT_LEVEL_ELEMENTS:
            return part.name == name and part.is_live and not part.is_start
    return False


def _begins_block(view: View, behind: int) -> bool:
    """Whether what stands *behind*, directly before a token, is the beginning of the document or no part of a text."""
    part = view.part(behind)
    return behind < 0 or (part is not None and part.name not in TEXT_LEVEL_ELEMENTS)


def _goes_on(view: View, place: int, ahead: int) -> bool:
    """Whether text, or what stands in text, comes *ahead*, after the token at *place* on its line."""
    part = view.part(ahead)
    if part is not None:
        return part.is_live and part.is_start and part.name in TEXT_LEVEL_ELEMENTS
    end = view.tokens[place].span.end
    return ahead < len(view.tokens) and _BEFORE_TAG.match(view.source, end) is None


def _follows_start_tag(view: View, place: int, behind: int) -> bool:
    """Whether the start tag of the same name stands *behind*, directly before the token at *place*."""
    part = view.part(behind)
    return part is not None and part.is_start and part.name == view.reading(place).name


def _follows_operator(view: View, place: int, before: str) -> bool:
    """Whether the text *before* the token at *place* ends in an operator, as if there were a formula."""
    if not _AFTER_OPERATOR.search(before) or _AFTER_PATH.search(before):
        return False
    is_all = _SIGNS.fullmatch(before) is not None and _follows_start_tag(view, place, place - 2)
    return not is_all  # an element that holds a sign and nothing else shows it


def _next(view: View, place: int, step: int) -> int:
    """The place of the next token, or with *step* -1 of the one before, white space passed over."""
    beside = place + step
    if 0 <= beside < len(view.tokens) and view.tokens[beside].span.cut(view.source).isspace():
        beside += step
    return beside


def _has_capitals(token: MalformedMarkup) -> bool:
    name = _NAME.search(token.text)
    return name is not None and not name[0].islower()


def _is_beside_other_kind(view: View, place: int, neighbours: Collection[int]) -> bool:
    """Whether a weak token has among its *neighbours* a mangled tag that is none, or the other way round."""
    is_weak = view.malformed[place].code in WEAK_CODES
    for beside in neighbours:
        other = view.malformed.get(beside)
        if other is not None and view.part(beside) is not None and (other.code in WEAK_CODES) is not is_weak:
            return True
    return False


def _text_before(view: View, place: int) -> str:
    """The end of the text directly before the token at *place*; empty after a tag, and after another weak token."""
    if not place or not isinstance(view.tokens[place - 1], Characters):
        return ""
    return view.tokens[place - 1].span.cut(view.source)[-_AROUND:]

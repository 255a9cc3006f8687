"""The insertion mode "in body", a handler for each start tag and end tag that has a rule of its own.

A handler returns whether the token is to be processed again, in the mode that it has set.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from htmlrepair.attributes import has_trailing_solidus, without_solidus
from htmlrepair.construct import forms, lists, orphans, paragraphs
from htmlrepair.construct.formatting import adopt, any_other_end_tag
from htmlrepair.construct.merging import merge_attributes
from htmlrepair.construct.nodes import NO_TOKEN, Node
from htmlrepair.construct.stack import Mark
from htmlrepair.construct.state import Mode, State
from htmlrepair.construct.words import follows_name
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FORMATTING_ELEMENTS,
    HEADINGS,
    LISTS,
    METADATA_ELEMENTS,
    NOT_MODELLED_ELEMENTS,
    PREFORMATTED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    TABLE_PARTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokens import EndTag, StartTag

__all__ = ["end_tag", "insert_metadata", "start_tag", "text"]

Handler = Callable[[State], bool]

_WITH_MARKER: Final = frozenset({"applet", "marquee", "object"})
_NEAR: Final = 8
"""So many tokens away from a word in brackets a tag without a partner may be another."""
_QUIET_VOID: Final = frozenset({"param", "source", "track"})
"""Void elements that show nothing by themselves."""


def text(state: State) -> bool:
    """Text that is no raw text."""
    if state.is_rest_space:
        if state.stack.current.name not in LISTS or "content-outside-item" not in state.codes:
            state.reconstruct()
        state.leaf()
        return False
    state.reconstruct()
    state.text_leaf()
    return False


def start_tag(state: State) -> bool:
    """A start tag."""
    return _START_TAGS.get(state.name, _ordinary)(state)


def end_tag(state: State) -> bool:
    """An end tag."""
    return _END_TAGS.get(state.name, _any_other)(state)


# Start tags


def _ordinary(state: State) -> bool:
    state.reconstruct()
    state.insert()
    return False


def _html(state: State) -> bool:
    merge_attributes(state, state.html)
    return False


def _body(state: State) -> bool:
    merge_attributes(state, state.body)
    return False


def _metadata(state: State) -> bool:
    insert_metadata(state)
    return False


def insert_metadata(state: State) -> None:
    """The rules of the mode "in head" for what may stand there."""
    name = state.name
    if name in NOT_MODELLED_ELEMENTS:
        state.opaque()
    elif name in VOID_ELEMENTS:
        state.insert_void()
    else:
        _raw_text(state)


def _raw_text(state: State) -> bool:
    state.insert()
    state.original_mode, state.mode = state.mode, Mode.TEXT
    return False


def _flow_raw_text(state: State) -> bool:
    if state.name == "xmp":
        state.close_paragraph()
        state.reconstruct()
    return _raw_text(state)


def _stray(state: State) -> bool:
    state.stray()
    return False


def _block(state: State) -> bool:
    paragraphs.end_unclosed(state)
    state.close_paragraph()
    state.insert()
    return False


def _preformatted(state: State) -> bool:
    _block(state)
    state.take_line_end()
    return False


def _heading(state: State) -> bool:
    if _lost_its_solidus(state):
        return _end_instead(state)
    paragraphs.end_unclosed_formatting(state)
    state.close_paragraph()
    lists.prepare(state, state.name)
    if state.stack.current.name in HEADINGS:
        state.pop_unclosed()
    state.insert()
    return False


def _list_item(state: State) -> bool:
    paragraphs.end_unclosed_heading(state)
    if state.stack.has("li", Mark.LIST_ITEM_SCOPE) and not lists.goes_on(state):
        lists.end_made(state, "li")
        if state.stack.has("li", Mark.ITEM_BARRIER):
            state.close("li")
    state.close_paragraph()
    lists.enter(state, "li")
    state.insert()
    return False


def _description(state: State) -> bool:
    paragraphs.end_unclosed_heading(state)
    lists.end_made(state, "dd", "dt")
    for name in ("dd", "dt"):
        if state.stack.has(name, Mark.ITEM_BARRIER):
            state.close(name)
            break
    state.close_paragraph()
    lists.enter(state, state.name)
    state.insert()
    return False


def _button(state: State) -> bool:
    if state.stack.has("button"):
        state.generate_implied_end_tags()
        while state.stack.current.name != "button":
            state.pop_unclosed()
        state.pop_unclosed()
    return _ordinary(state)


def _text_level(state: State) -> bool:
    return _end_instead(state) if _lost_its_solidus(state) else _ordinary(state)


def _formatting(state: State) -> bool:
    name = state.name
    if _lost_its_solidus(state):
        return _end_instead(state)
    if name == "a" and (entry := state.formatting.last("a")) is not None:
        adopt(state, "a")
        state.formatting.remove(entry)
        if entry.is_open:
            state.take_out(entry)
    state.reconstruct()
    if name == "nobr" and state.stack.has("nobr"):
        adopt(state, "nobr")
        state.reconstruct()
    node = state.insert()
    token = state.tag
    node.likeness = (name, frozenset((attribute.name, attribute.value) for attribute in token.attributes))
    state.formatting.push(node)
    return False


def _lost_its_solidus(state: State) -> bool:
    """Whether the current start tag was an end tag: in an element of its name, and neither of the two has one."""
    current = state.stack.current
    if current.name != state.name or state.tag.attributes or "lost-solidus" not in state.codes:
        return False
    if current.start == NO_TOKEN or _is_parameter(state, current):
        return False
    if bisect_left(state.words, current.start - _NEAR) < bisect_left(state.words, state.place + _NEAR):
        return False  # they may be words too
    return current.first is not None and not current.has_end_tag and state.place not in state.ended


def _is_parameter(state: State, node: Node) -> bool:
    """Whether the start tag of *node* may be a parameter of a type, as in ``List<b>``."""
    start = state.tokens[node.start]
    has_attributes = isinstance(start, StartTag) and bool(start.attributes)
    return not has_attributes and follows_name(state.source, start.span.start)


def _end_instead(state: State) -> bool:
    """Take the current start tag for an end tag."""
    name = state.name
    finding = state.find("lost-solidus", f"{state.shown} ends the element that {state.shown} before it began")
    state.spell_anew(EndTag(state.token.span, name, f"</{name}>"), finding)
    return end_tag(state)


def _object(state: State) -> bool:
    state.reconstruct()
    state.insert()
    state.formatting.mark()
    return False


def _table(state: State) -> bool:
    if not state.is_quirky:
        paragraphs.end_unclosed(state)
        state.close_paragraph()
    state.insert()
    state.mode = Mode.IN_TABLE
    return False


def _void(state: State) -> bool:
    state.reconstruct()
    state.insert_void()
    return False


def _quiet_void(state: State) -> bool:
    state.insert_void()
    return False


def _rule(state: State) -> bool:
    paragraphs.end_unclosed(state)
    state.close_paragraph()
    state.insert_void()
    return False


def _image(state: State) -> bool:
    finding = state.find("image-tag", f"browsers read {state.shown} as an img")
    text = "<img" + state.text(state.place)[len("<image") :]
    if has_trailing_solidus(text):
        text = without_solidus(text)
    state.rewritten[state.place] = (text, finding)
    return _void(state)


def _option(state: State) -> bool:
    if state.stack.current.name == "option":
        state.pop_implied()
    return _ordinary(state)


def _ruby_base(state: State) -> bool:
    if state.stack.has("ruby"):
        state.generate_implied_end_tags()
    state.insert()
    return False


def _ruby_text(state: State) -> bool:
    if state.stack.has("ruby"):
        state.generate_implied_end_tags("rtc")
    state.insert()
    return False


def _opaque(state: State) -> bool:
    if state.name == "plaintext":
        state.close_paragraph()
    elif state.name != "template":
        state.reconstruct()
    state.opaque()
    return False


# End tags


def _any_other(state: State) -> bool:
    any_other_end_tag(state)
    return False


def _body_end(state: State) -> bool:
    if state.body is None or not state.stack.has("body"):
        state.stray()
        return False
    if state.body.end != NO_TOKEN:
        state.stray()
    else:
        state.body.end = state.place
    state.mode = Mode.AFTER_BODY
    return False


def _html_end(state: State) -> bool:
    if state.body is None or not state.stack.has("body"):
        state.stray()
        return False
    state.mode = Mode.AFTER_BODY
    return True


def _block_end(state: State) -> bool:
    if state.stack.has(state.name):
        state.close(state.name)
    else:
        state.stray()
    return False


def _list_end(state: State) -> bool:
    for name in (state.name, *sorted(LISTS)):
        is_other = name != state.name
        if is_other and "mismatched-end-tag" not in state.codes:
            break
        if state.stack.has(name) and not (is_other and lists.has_end_tag(state, name)):
            state.close_list(name)
            return False
    state.stray()
    return False


def _paragraph_end(state: State) -> bool:
    if state.stack.has("p", Mark.BUTTON_SCOPE):
        state.close("p")
    elif "missing-start-tag" not in state.codes:
        state.imply("p", state.find("stray-end-tag", f"{state.shown} ends no paragraph; browsers make an empty one"))
        state.pop_matched()
    elif not paragraphs.wrap(state):
        state.stray()
    return False


def _list_item_end(state: State) -> bool:
    lists.end_implied(state)
    if state.stack.has("li", Mark.LIST_ITEM_SCOPE):
        state.close("li")
    elif not lists.wrap(state):
        state.stray()
    return False


def _description_end(state: State) -> bool:
    current = state.stack.current
    if current.is_provisional and current.name == "dd" and state.name == "dt":
        state.rename("dt")
    if state.stack.has(state.name):
        state.close(state.name)
    elif not (lists.end_other(state) or lists.wrap(state)):
        state.stray()
    return False


def _heading_end(state: State) -> bool:
    depth = max(state.stack.depth(name) for name in HEADINGS)
    if depth < 0 or not state.stack.has(state.stack.nodes[depth].name):
        if not paragraphs.wrap_line(state):
            state.stray()
        return False
    state.generate_implied_end_tags()
    while state.stack.current.name not in HEADINGS:
        state.pop_unclosed()
    state.pop_matched()
    return False


def _line_break_end(state: State) -> bool:
    finding = state.find("void-end-tag", f"browsers read {state.shown} as a line break")
    state.rewritten[state.place] = ("<br>", finding)
    return _void(state)


def _formatting_end(state: State) -> bool:
    adopt(state, state.name)
    return False


def _object_end(state: State) -> bool:
    if not state.stack.has(state.name):
        state.stray()
        return False
    state.close(state.name)
    state.formatting.clear_to_marker()
    return False


def _handlers(*pairs: tuple[frozenset[str], Handler]) -> dict[str, Handler]:
    return {name: handler for names, handler in pairs for name in names}


_START_TAGS: Final[dict[str, Handler]] = {
    **_handlers(
        (VOID_ELEMENTS, _void),
        (_QUIET_VOID, _quiet_void),
        (RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS, _flow_raw_text),
        (METADATA_ELEMENTS, _metadata),
        (NOT_MODELLED_ELEMENTS - {"frameset"}, _opaque),
        (frozenset({"span", "sub", "sup"}), _text_level),
        (BLOCK_ELEMENTS, _block),
        (PREFORMATTED_ELEMENTS, _preformatted),
        (HEADINGS, _heading),
        (FORMATTING_ELEMENTS, _formatting),
        (_WITH_MARKER, _object),
        (TABLE_PARTS, orphans.part),
        (frozenset({"frame", "frameset", "head"}), _stray),
        (frozenset({"dd", "dt"}), _description),
        (frozenset({"optgroup", "option"}), _option),
        (frozenset({"rb", "rtc"}), _ruby_base),
        (frozenset({"rp", "rt"}), _ruby_text),
    ),
    "body": _body,
    "button": _button,
    "form": forms.start_tag,
    "hr": _rule,
    "html": _html,
    "image": _image,
    "li": _list_item,
    "table": _table,
}

_END_TAGS: Final[dict[str, Handler]] = {
    **_handlers(
        (BLOCK_ELEMENTS | PREFORMATTED_ELEMENTS | {"button"}, _block_end),
        (LISTS, _list_end),
        (HEADINGS, _heading_end),
        (FORMATTING_ELEMENTS, _formatting_end),
        (_WITH_MARKER, _object_end),
        (frozenset({"dd", "dt"}), _description_end),
        (frozenset({"td", "th"}), orphans.cell_end),
    ),
    "body": _body_end,
    "br": _line_break_end,
    "form": forms.end_tag,
    "html": _html_end,
    "li": _list_item_end,
    "p": _paragraph_end,
}

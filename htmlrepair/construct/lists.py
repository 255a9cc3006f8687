"""Lists: what may stand in them, which a browser does not ask, and what becomes of the rest.

Loose content of a list goes into a provisional item. What ends that item tells what it was: its own end tag, an item
that lost its start tag; anything else, a part of the item before it, or of what stands before the list.

Spec: https://html.spec.whatwg.org/multipage/grouping-content.html#the-ul-element
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, cast

from htmlrepair.construct import paragraphs
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node
from htmlrepair.knowledge.elements import BLOCK_ELEMENTS, HEADINGS, LIST_PARTS, LISTS, TEXT_LEVEL_ELEMENTS
from htmlrepair.source import ASCII_WHITESPACE
from htmlrepair.tokens import CommentToken, EndTag, StartTag, Token

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = [
    "Unmatched",
    "check_descriptions",
    "end_implied",
    "end_made",
    "enter",
    "goes_on",
    "has_end_tag",
    "prepare",
    "settle",
    "wrap",
]

_ENDS_CLAUSE: Final = ",.;:!?)。，、；：！？）」』،؛؟।"
_LOOK_AHEAD: Final = 16
_MOST_LISTS: Final = 32
"""In more lists than this content before the first item is an item; moved out of each, it would take time for each."""
_ITEMS_AND_LISTS: Final = LISTS | {"li"}
_IN_ANY_LIST: Final = frozenset({"script", "template"})
_IN_LIST: Final = _IN_ANY_LIST | {"li"}
_RUBY_PARTS: Final = frozenset({"rb", "rp", "rt", "rtc"})
_ITEM: Final = frozenset({"li"})
_DESCRIPTION_LIST: Final = frozenset({"dl"})
_LISTS_OF_ALL_KINDS: Final = LISTS | _DESCRIPTION_LIST
_AFTER_LIST: Final = (BLOCK_ELEMENTS | HEADINGS | {"hr", "table"}) - {"div"}
"""What begins no more of a list, should that have lost its end tag."""
_DESCRIPTION_PARTS: Final = frozenset({"dd", "dt"})
_IN_DESCRIPTION_LIST: Final = _IN_ANY_LIST | _DESCRIPTION_PARTS | {"div"}


def prepare(state: State, name: str) -> None:
    """Make the current node one that may hold an element *name*, or text if it is empty."""
    current = state.stack.current
    if current.is_provisional and current.parent is not None and _ends_with_list(state, current, current.parent, name):
        state.leave_space(state.pop_unclosed())
        current = state.stack.current
    is_list = current.name in LISTS
    if "content-outside-item" not in state.codes:
        return
    if not (is_list or current.name == "dl") or _may_hold(state, current, name):
        return
    if name in _RUBY_PARTS and state.stack.has("ruby"):
        return  # they would end the item too: no markup puts them in one
    if _is_made(current) and not (is_list and name in LISTS):  # it was made for its items, and ends with them
        state.leave_space(state.pop_unclosed())
        return
    finding = state.find("content-outside-item", f"content of a {current.name} element is in no item")
    if name in _AFTER_LIST and _is_over(state, current):
        state.leave_space(state.pop_unclosed(finding))
        return
    item = state.imply("li" if is_list else "dd", finding)
    item.is_provisional = True


def _may_hold(state: State, current: Node, name: str) -> bool:
    """Whether a *name* may stand in the list *current*; in one that was made, no division without its parts."""
    parts = _ITEM if current.name in LISTS else _DESCRIPTION_PARTS
    if _is_component(name) and state.place in state.ended and _holds_first(state, parts):
        return True
    if current.name != "dl":
        return name in _IN_LIST
    is_other = name == "div" and _is_made(current) and state.next_tag not in _DESCRIPTION_PARTS
    return name in _IN_DESCRIPTION_LIST and not is_other


def _holds_first(state: State, parts: Collection[str]) -> bool:
    """Whether one of *parts* is the first tag in the component that begins now; looks into those in it too."""
    for token in state.tokens[state.place + 1 : state.place + 1 + _LOOK_AHEAD]:
        if isinstance(token, StartTag) and not _is_component(token.name):
            return token.name in parts
        if not isinstance(token, (StartTag, CommentToken)) and token.span.cut(state.plain).strip(ASCII_WHITESPACE):
            return False
    return False


def _is_component(name: str) -> bool:
    """Whether *name* is one of an element that frameworks and templates have, and HTML has not."""
    return "-" in name or ":" in name


def _ends_with_list(state: State, item: Node, around: Node, name: str) -> bool:
    """Whether the provisional *item* of the list *around* holds a list, after which an element *name* is in neither."""
    if name in LISTS or item.first is None or item.first.name not in LISTS:
        return False
    return _is_made(around) or (name in _AFTER_LIST and _is_last_of(state, around))


def _is_over(state: State, current: Node) -> bool:
    """Whether the current node, a list with an item, has lost its end tag, and nothing more of it comes."""
    last = paragraphs.last_shown(state, current)
    return last is not None and last.end != NO_TOKEN and _is_last_of(state, current)


def _is_last_of(state: State, current: Node) -> bool:
    """Whether no tag of the list *current* comes after the current token."""
    parts, names = (_ITEM, LISTS) if current.name in LISTS else (_DESCRIPTION_PARTS, _DESCRIPTION_LIST)
    return not state.goes_on(parts, names)


def _is_made(node: Node) -> bool:
    """Whether *node*, a list, was made for its items."""
    return node.start == NO_TOKEN and node.finding is not None


def enter(state: State, name: str) -> None:
    """Make the current node a list that may hold an item *name*: the one that stands there, or a new one."""
    prepare(state, name)
    current = state.stack.current
    is_item = name == "li"
    around = current
    for _ in range(_LOOK_AHEAD):  # a bound, so that time does not grow with depth
        if around.parent is None or not _is_component(around.name):
            break
        around = around.parent
    if around.name in LISTS if is_item else around.name == "dl":
        return
    if not is_item and current.name == "div" and current.parent is not None and current.parent.name == "dl":
        return
    code = "item-without-list" if is_item else "description-without-list"
    if code not in state.codes:
        return
    if current.name in HEADINGS:  # which holds no list
        state.pop_unclosed()
        current = state.stack.current
    before = paragraphs.last_shown(state, current)
    if before is not None and (before.name in LISTS if is_item else before.name == "dl"):
        finding = state.find("list-closed-early", f"{state.shown} goes on with the list that ended before it")
        state.reopen(before, finding)
        return
    state.imply("ul" if is_item else "dl", state.find(code, f"{state.shown} is in no list"))


def end_made(state: State, *names: str) -> None:
    """Before the start tag of an item of *names*: end the list of other items that was made in the item it ends.

    To a browser there is no such list, which would keep the two apart.
    """
    depth = max(map(state.stack.depth, names))
    barriers = state.stack.barriers_above(depth) if depth >= 0 else []
    if not barriers or barriers[0].name not in _LISTS_OF_ALL_KINDS or not _is_made(barriers[0]):
        return
    if any(node.parent is not barriers[0] for node in barriers[1:]):
        return
    state.generate_implied_end_tags()
    while state.stack.current is not barriers[0]:
        state.pop_unclosed()
    state.leave_space(state.pop_unclosed())


def goes_on(state: State) -> bool:
    """Whether the innermost open item has an end tag after that of the item which starts now.

    Then it holds a list that has lost its start tag.
    """
    item = state.stack.nodes[state.stack.depth("li")]
    return item.start in state.ended and state.place in state.ended and "item-without-list" in state.codes


def end_implied(state: State) -> None:
    """Before an end tag ``</li>``: end the lists that lack their end tag and hold no item which it could end."""
    while (
        (current := state.stack.current).name in LISTS
        and current.start == NO_TOKEN
        and state.place in state.ended
        and state.stack.depth("li") >= 0
    ):
        state.pop_unclosed()
    if _lacks_end_tag(state):
        name = state.stack.current.name
        state.pop_unclosed(state.find("content-outside-item", f"the {name} has no end tag and ends with its item"))


def _lacks_end_tag(state: State) -> bool:
    """Whether the current node is a list in an item that the current end tag ``</li>`` ends, as the list lost its own.

    So it is where fewer lists end from here on than are open, and no more items.
    """
    nodes = state.stack.nodes
    if nodes[-1].name not in LISTS or nodes[-2].name != "li" or "content-outside-item" not in state.codes:
        return False
    if state.unmatched is None:
        state.unmatched = Unmatched(state.tokens)
    items, lists = state.unmatched.after(state.place)
    open_items, open_lists = state.stack.count("li"), sum(state.stack.count(name) for name in LISTS)
    return items < open_items and lists < open_lists


class Unmatched:
    """How many end tags of items and of lists come that end nothing which begins before them: known after one pass."""

    __slots__ = ("_counts",)

    def __init__(self, tokens: Sequence[Token]) -> None:
        items = lists = 0
        self._counts = [(0, 0)]
        """The numbers from each place on, the last place first."""
        for token in reversed(tokens):
            if isinstance(token, (StartTag, EndTag)) and token.name in _ITEMS_AND_LISTS:
                change = 1 if isinstance(token, EndTag) else -1
                if token.name == "li":
                    items = max(0, items + change)
                else:
                    lists = max(0, lists + change)
            self._counts.append((items, lists))
        self._counts.reverse()

    def after(self, place: int) -> tuple[int, int]:
        """(how many end tags of items, how many of lists) come after *place* and end what is open there."""
        return self._counts[place + 1]


def has_end_tag(state: State, name: str) -> bool:
    """Whether the innermost open list *name* is of the source and has an end tag of its own."""
    node = state.stack.nodes[state.stack.depth(name)]
    return node.start != NO_TOKEN and node.has_end_tag


def wrap(state: State) -> bool:
    """For the end tag of an item that ends nothing: put the text before it into an item; whether it belongs there."""
    parent = state.stack.current
    run = paragraphs.trailing_run(state, parent) or paragraphs.wrapped(state, parent)
    if run is None or not paragraphs.holds_paragraphs(parent) or "missing-start-tag" not in state.codes:
        return False
    containers = LISTS if state.name == "li" else frozenset({"dl"})
    before = paragraphs.shown_before(state, run)
    is_after_list = before is not None and before.name in containers
    if not (is_after_list or state.next_tag in (LIST_PARTS | containers) or _ends_next(state, containers)):
        return False
    finding = state.find("missing-start-tag", f"{state.shown} ends an item without a start tag")
    item = paragraphs.wrap_run(state, state.name, run, finding)
    if before is not None and is_after_list:
        state.reopen(before, finding)
    else:
        new = Node("ul" if state.name == "li" else "dl", NO_TOKEN, finding)
        item.insert_before(new)
        new.append(item)
        state.stack.push(new)
    return True


def end_other(state: State) -> bool:
    """For the end tag of a term or a description that is not open: end the other of the two; whether that lacks one."""
    name = "dt" if state.name == "dd" else "dd"
    depth = state.stack.depth(name)
    if depth < max(0, state.stack.depth("dl")) or "mismatched-end-tag" not in state.codes:
        return False
    node = state.stack.nodes[depth]
    if node.start == NO_TOKEN or node.start in state.ended or not state.stack.has(name):
        return False
    state.generate_implied_end_tags(name)
    while state.stack.current is not node:
        state.pop_unclosed()
    if _fits(state, node):
        state.pop_matched()
        return True
    state.pop().end = state.place
    finding = state.find("mismatched-end-tag", f"{state.shown} ends a {name} element, which is a {state.name} element")
    state.rewritten[node.start] = (f"<{state.name}{state.text(node.start)[1 + len(name) :]}", finding)
    node.name = state.name
    return True


def _fits(state: State, node: Node) -> bool:
    """Whether *node*, which the end tag of the other ends, is what its start tag says, between its neighbours.

    A description comes after a term, a term before a description.
    """
    before = node.previous
    while before is not None and before.name not in _DESCRIPTION_PARTS:
        before = before.previous
    is_after_term = before is not None and before.name == "dt"
    is_before_description = state.next_tag == "dd"
    if node.name == "dt":
        return is_before_description or not is_after_term
    return is_after_term or not is_before_description


def _ends_next(state: State, containers: frozenset[str]) -> bool:
    """Whether the next tag of a block ends an item too, or one of *containers*; looks ahead ``_LOOK_AHEAD`` tokens."""
    for token in state.tokens[state.place + 1 : state.place + 1 + _LOOK_AHEAD]:
        if isinstance(token, (StartTag, EndTag)) and token.name not in TEXT_LEVEL_ELEMENTS:
            return isinstance(token, EndTag) and token.name in (LIST_PARTS | containers)
    return False


def check_descriptions(state: State) -> None:
    """Report the groups of description lists that lack a term or a description."""
    for descriptions in state.descriptions:
        for parent in (descriptions, *(node for node in descriptions.children if node.name == "div")):
            parts = [node for node in parent.children if node.name in _DESCRIPTION_PARTS]
            if parts and parts[0].name == "dd":
                _report_incomplete(state, parts[0], "the description has no term")
            if parts and parts[-1].name == "dt":
                _report_incomplete(state, parts[-1], "the term has no description")


def _report_incomplete(state: State, node: Node, message: str) -> None:
    if node.start != NO_TOKEN:
        state.report("incomplete-description", message, node.start)


def _keep_apart(state: State, before: Node | None, after: Node | None, finding: Finding) -> None:
    """Put a line break between two pieces of text that would run together, and stood on two lines."""
    if before is None or after is None or not (before.is_leaf and after.is_leaf):
        return
    left, right = state.leaf_text(before), state.leaf_text(after)
    if left and right and not (left[-1].isspace() or right[0].isspace() or right[0] in _ENDS_CLAUSE):
        after.insert_before(Node("br", NO_TOKEN, finding))


def _end_again(state: State, item: Node, place: int, finding: Finding) -> None:
    """End *item*, which ended too early, with the end tag at *place*."""
    if item.end != NO_TOKEN:
        state.dropped[item.end] = finding
    item.end, item.ending = place, None


def settle(state: State, item: Node) -> None:
    """Decide what the provisional *item*, which has just ended, was."""
    item.is_provisional = False
    finding = cast("Finding", item.finding)
    before = item.previous
    while before is not None and before.name not in LIST_PARTS:
        before = before.previous
    is_list = item.first is not None and (item.first.name in LISTS or item.first.name == "dl")
    if item.end != NO_TOKEN and not (is_list and before is not None and before.name == item.name):
        finding.code = "missing-start-tag"
        finding.message = f"the end of a {item.name} element has no start tag"
        return
    if is_list:
        finding.code = "list-in-list"
        finding.message = "a list stands directly in a list, not in an item of it"
    if before is not None and not (before.name == "dt" and item.name == "dd"):
        while before.next is not item:
            before.append(cast("Node", before.next))
        _keep_apart(state, before.last, item.first, finding)
        item.give_children(before)
        item.remove()
        if item.end == NO_TOKEN:
            before.ending = before.ending or finding
        else:
            _end_again(state, before, item.end, finding)
        before.implied_by = NO_TOKEN
    elif before is None and not is_list and _begins_part(state) and _open_lists(state) <= _MOST_LISTS:
        finding.code = "moved-list-content"
        finding.message = "content before the first item of a list stands before the list"
        parent = cast("Node", item.parent)
        _keep_apart(state, parent.previous, item.first, finding)
        for child in item.children:
            if child.finding is None:
                child.finding = finding
            parent.insert_before(child)
        item.remove()


def _begins_part(state: State) -> bool:
    """Whether an item, a term or a description begins now."""
    return isinstance(state.token, StartTag) and state.token.name in LIST_PARTS


def _open_lists(state: State) -> int:
    """How many lists of all kinds are open."""
    return sum(map(state.stack.count, _LISTS_OF_ALL_KINDS))

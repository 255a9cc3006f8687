"""Forms, of which one stands in no other, and which end where their end tag stands, whatever is open in them.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#form-element-pointer
"""

from __future__ import annotations

from collections.abc import Iterator

from htmlrepair.construct.nodes import Node
from htmlrepair.construct.stack import Mark
from htmlrepair.construct.state import State
from htmlrepair.knowledge.elements import IMPLIED_END_ELEMENTS
from htmlrepair.tokens import EndTag, StartTag

__all__ = ["end_empty", "end_tag", "start_tag", "start_tag_in_table"]


def start_tag(state: State) -> bool:
    """The start tag of a form where text may stand."""
    if state.form is not None:
        state.stray()
        return False
    state.close_paragraph()
    state.form = state.insert()
    return False


def start_tag_in_table(state: State) -> None:
    """A form between the parts of a table: browsers give it what follows, but not as content; it goes round the table.

    Not where another form stands in the table, or a paragraph is open, which the form would end.
    """
    if state.form is not None:
        state.stray()
        return
    depth = state.stack.depth("table")
    table = state.stack.nodes[depth]
    is_held = state.stack.depth("form") >= 0 or state.stack.has("p", Mark.BUTTON_SCOPE) or table is state.shared_table
    if is_held or "form-in-table" not in state.codes or table.parent is None or _begins_form(state):
        state.shared_table = table
        state.form = state.leaf()
        state.report("form-in-table", f"{state.shown} stands in a table, but in no cell of it", state.place)
        return
    finding = state.find("form-in-table", f"{state.shown} stands in a table, but in no cell of it")
    state.form = Node("form", state.place, finding)
    table.insert_before(state.form)
    state.form.append(table)
    state.stack.replace(depth, [state.form, *state.stack.nodes[depth:]])


def _begins_form(state: State) -> bool:
    """Whether another form begins between the current start tag and the end of the table."""
    return any(isinstance(tag, StartTag) for tag in _tags_of_forms(state, "table"))


def end_empty(state: State) -> None:
    """End the form that the current start tag has begun, as XML would; browsers know of no other before an end tag."""
    if state.form is None or state.form.start != state.place:
        return
    is_in_table = state.stack.current is not state.form
    if is_in_table or isinstance(next(_tags_of_forms(state, ""), None), StartTag):
        state.leave("an empty form is one that goes on to browsers, round a table or another form", state.place)
    state.form = None


def end_tag(state: State) -> bool:
    """The end tag of a form."""
    form, state.form = state.form, None
    if form is not None and form.is_leaf:  # between the parts of a table, and with what it ends as browsers read it
        state.stack.current.append(state.loose_leaf())
        return False
    if form is not None and form.finding is not None and state.stack.depth("table") > state.stack.depth("form"):
        form.end = state.place  # it went round the table, and ends with it
        return False
    if form is not None and _form_goes_on_round_another(state, form):
        state.report("misnested-end-tag", "the form element ends before what is open in it", state.place)
        if state.stack.has_node(form):
            state.generate_implied_end_tags()
        state.stack.current.append(state.loose_leaf())
        if not state.stack.has_node(form):
            state.shared_table = state.stack.nodes[state.stack.depth("table")]
        state.take_off(form)
        return False
    if form is None or not state.stack.has_node(form):
        state.stray()
        return False
    state.generate_implied_end_tags()
    if state.stack.current is form:
        state.pop_matched()
    else:
        form.end = state.place
        state.take_out(form)
    return False


def _form_goes_on_round_another(state: State, form: Node) -> bool:
    """Whether another form begins in what is open in *form*, at its end tag.

    Browsers give it its own fields then; without the end tag where it stands they would know of no other form.
    """
    if not form.is_open or not state.codes:
        return False
    depth = state.stack.depth_of(form)
    inner = state.stack.nodes[depth + 1 :]
    if all(node.name in IMPLIED_END_ELEMENTS for node in inner):
        return False
    is_ended = state.stack.has_node(form)  # in a cell it is not, and stays open after the table
    if is_ended and inner[0].name == "p":  # which the other form ends
        return False
    around = inner[0].name if is_ended else state.stack.nodes[depth - 1].name
    return isinstance(next(_tags_of_forms(state, around), None), StartTag)


def _tags_of_forms(state: State, around: str) -> Iterator[StartTag | EndTag]:
    """The tags of forms after the current token, up to the end of the element *around* it, if any."""
    depth = 1
    for place in range(state.place + 1, len(state.tokens)):
        token = state.tokens[place]
        if not isinstance(token, (StartTag, EndTag)):
            continue
        if token.name == "form":
            yield token
        if token.name == around:
            depth += 1 if isinstance(token, StartTag) else -1
            if not depth:
                return

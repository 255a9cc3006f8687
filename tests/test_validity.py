"""What comes out is valid: html5lib finds no parse error but those by nature, lists and tables keep their models.

The codes that may remain, and where, are listed with their reasons in ``allowed_parse_errors.txt``. A run with
``--hypothesis-profile=soak`` takes 20,000 documents for each 2,000.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import defs

import htmlrepair
from htmlrepair.construct import RECOVERIES
from htmlrepair.vocabulary import foreign_root
from tests.case_files import CASE_FILES, DAMAGED_DOCUMENTS, SOUND_DOCUMENTS, Case, read_cases
from tests.judges import (
    NuMessage,
    as_page,
    has_form_in_form,
    has_other_order,
    missing_checker,
    nu_messages,
    parse_errors,
    structure_errors,
)
from tests.markup import documents

CASES: Final = [case for file in CASE_FILES for case in read_cases(file)]
FIXTURES: Final = {
    **{folder.name: (folder / "input.html").read_text("utf-8") for folder in DAMAGED_DOCUMENTS},
    **{path.name: path.read_text("utf-8") for path in SOUND_DOCUMENTS},
}
MANY: Final = max(2_000, settings.get_current_profile_name() == "soak" and 20_000)

# The judgement


class Allowed(NamedTuple):
    """A line of the list."""

    code: str
    conditions: frozenset[str]
    reason: str


_LINE: Final = re.compile(r"(\*|[\w.-]+)(?: \(([^)]*)\))?: (\S.*)")


def _allowed() -> list[Allowed]:
    lines = Path(__file__).with_name("allowed_parse_errors.txt").read_text("utf-8").splitlines()
    found = [_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    return [Allowed(line[1], frozenset((line[2] or "").split()), line[3]) for line in found if line]


ALLOWED: Final = _allowed()
_TAG_NAME: Final = re.compile(r"</?([A-Za-z][^\t\n\f\r />]*)")
_CUT_OFF_COMMENT: Final = re.compile(r"<[/!?][^>]*\Z")
_SHOWN_CODE: Final = re.compile(
    r"<(?:code|kbd|pre|samp|tt|xmp|listing|textarea)[\s>]|[`~]|\{[{%#]|<[%?]|^ {4}|^\t", re.I | re.M
)
_SHOWN_TAG: Final = re.compile(
    r"`[^`]*</?[a-z][^`]*`|^ {0,3}(?:```|~~~)(?:[\s\S]*?)</?[a-z]|\{[{%#][\s\S]*[}%#]\}|<[?%][\s\S]*?[?%]>", re.I | re.M
)
_PLACEHOLDER: Final = (
    r"\s*(?:[@#$]?\{[^{}<>]*\}|\[%[^<]*?%\]|\$[A-Za-z]\w*|%\w+%|[@#%]+ *[a-z][^<>\n]*|</?[#@][a-z][^<>]*>|\})\s*"
)
_OUTSIDE_BODY: Final = re.compile(
    r"(?:\A(?:---\n(?:[\s\S]*?\n)?(?:---|\.\.\.)|\+\+\+\n[^<>]*\n\+\+\+)?|-->|</(?:body|head|html|script|style|title)>"
    r"|<(?:!doctype|/?html|/?head|base|link|meta)[^<>]*>)"
    rf"(?:(?<=---|\.\.\.)\s*|(?<=\+\+\+)\s*|(?:{_PLACEHOLDER})+)(?:<|\Z)",
    re.I,
)
_WAITING: Final = re.compile(
    r"<[^<>]*\son(?:animation|begin|canplay|content|duration|emptied|end|focusin|focusout|loaded|loadstart|play|progress"
    r"|repeat|scroll|selection|slot|stalled|suspend|timeupdate|transition|waiting|webkit)\w*="
    r"|<(?=[^<>]*\sautofocus)[^<>]*\sonfocus="
    r"|<(?:body|frameset)\s[^<>]*\bon(?:blur|focus)=[\s\S]*\sautofocus"
    r"|<(?:audio|video)\s[^<>]*\bon\w+=",
    re.I,
)
_MAY_SHOW: Final = re.compile(
    r"<(?:[^<>]*(?:\s(?:hidden|popover|shadowrootmode)\b|\sstyle\s*=[^<>]*(?:display|content|/\*|\\|&))"
    r"|(?:audio|canvas|datalist|details|dialog|meter|object|option|progress|rp|video)\b)"
    r"[\s\S]*<(?:embed|object|(?:audio|iframe|image|img|video)(?=[^<>]*\sloading))\b"
    r"|<(?:audio|picture|video)\b[\s\S]*<(?:img|source|track)\b",
    re.I,
)
_EMPTY_FORM: Final = r"<form\s(?:[^<>]*\s)?(?:i18n|metal|py|t|tal|th|xi):[^<>]*/>"
_HIDING_FORM: Final = re.compile(
    rf"{_EMPTY_FORM}[\s\S]*<form|<table[\s\S]*{_EMPTY_FORM}"
    r"|xmlns=[^<>]*xhtml[\s\S]*(?:<form[^<>]*/>[\s\S]*<form|<table[\s\S]*<form[^<>]*/>)",
    re.I,
)
_ORDINARY_NAME: Final = re.compile(r"[a-z][a-z0-9:._-]*")
_WORD_IN_BRACKETS: Final = re.compile(
    r"(?i:<(?:dir|menu)>)|(?<=\w)<[A-Z]>|<[A-Za-z]\w*\s*(?:&&|\|\|)[^<>]*>|<[A-Z]\w* extends [^<>]*>"
)
"""What is an element to a browser, and none to a reader where no tag ends it."""
_ELEMENTS: Final = frozenset(name for name in defs.tags if isinstance(name, str))
HELD_BACK: Final = frozenset(
    {"cut-off", "empty-form", "may-show", "no-markup", "odd-name", "other-order", "other-xml", "shown-tag", "waiting"}
)
"""Where the repair leaves the structure as it is."""
KEPT: Final = frozenset({"may-show", "other-order"})
"""Those of them in which the markup is ordinary."""

STRUCTURE_EXCEPTIONS: Final = (
    # a placeholder or a line of code, which is filled in first
    rf"text '(?:\\n|{_PLACEHOLDER})+' directly in \w+",
    r"(?:form|input) directly in (?:table|tbody|thead|tfoot|tr)",  # elsewhere the form of a field would be another
    r"(?:rb|rp|rt|rtc) directly in \w+",  # in a ruby element it would end the item that it is put into
)
"""What the content models forbid and the repair leaves."""


def conditions(markup: str, errors: list[str]) -> set[str]:
    """The conditions of the list that hold for *markup*, in which html5lib finds *errors*."""
    names = {name.lower() for name in _TAG_NAME.findall(markup)}
    words = {name.lower() for name in _TAG_NAME.findall(_WORD_IN_BRACKETS.sub("", markup))}
    found = set(names)
    if any("eof-in-" in error or "-but-got-eof" in error or "EOF" in error for error in errors if _cuts_tag(error)):
        found.add("cut-off")
    if _CUT_OFF_COMMENT.search(markup):
        found.add("cut-off")
    if _SHOWN_CODE.search(markup):
        found.add("shown-code")
    if _SHOWN_TAG.search(markup):
        found.add("shown-tag")
    if not all(map(_ORDINARY_NAME.fullmatch, names)):
        found.add("odd-name")
    if "form" in names and has_form_in_form(markup):
        found.add("form-in-form")
    if not words & _ELEMENTS:
        found.add("no-markup")
    if foreign_root(markup) is not None:
        found.add("other-xml")
    if errors and has_other_order(markup):
        found.add("other-order")
    if _OUTSIDE_BODY.search(markup):
        found.add("placeholder")
    if _HIDING_FORM.search(markup):
        found.add("empty-form")
    if _MAY_SHOW.search(markup):
        found.add("may-show")
    if _WAITING.search(markup):
        found.add("waiting")
    return found


def _cuts_tag(error: str) -> bool:
    return "doctype" not in error and error not in ("expected-closing-tag-but-got-eof", "eof-in-table")


def complaints(markup: str) -> list[str]:
    """What the judges find wrong with *markup* that the lists do not allow."""
    errors = parse_errors(markup)
    holding = conditions(markup, errors)
    codes = {line.code for line in ALLOWED if not line.conditions or line.conditions & holding}
    found = [] if "*" in codes else sorted(set(errors) - codes)
    if not HELD_BACK & holding:
        found += [e for e in structure_errors(markup) if not any(re.fullmatch(p, e) for p in STRUCTURE_EXCEPTIONS)]
    return found


# Documents of live tags, which the generated documents of mangled markup have few of

_PIECES: Final = ("tea", "a & b", " ", "\n", "<!-- c -->", "&amp;", "庭の")
_TAGS: Final = ("<{name}{attribute}>", "<{name}{attribute}>", "</{name}>", "</{name}>", "</ {name}>", "< {name} >")
_ATTRIBUTES: Final = ("", "", ' class="x"', " colspan=3", " rowspan=4", ' rowspan="0"', " hidden", "/")
NAMES: Final = {
    "lists": "a b dd div dl dt em li menu ol p table td ul",
    "tables": "b caption col colgroup div li p table tbody td tfoot th thead tr ul",
    "flow": """
        a address b blockquote br button code div em fieldset figcaption figure footer h2 h3 header hr i img input label
        li main nobr object ol option p pre rp rt ruby section span strong table td tr u ul
        """,
    "pages": "base body caption div head html li link meta p script style table td textarea title tr ul",
}


def live_documents(names: str, max_size: int = 12) -> st.SearchStrategy[str]:
    """Documents of tags of NAMES[*names*] in any order, most of them live."""
    tag = st.builds(
        lambda shape, name, attribute: shape.format(name=name, attribute=attribute),
        st.sampled_from(_TAGS),
        st.sampled_from(NAMES[names].split()),
        st.sampled_from(_ATTRIBUTES),
    )
    return st.lists(st.one_of(tag, tag, tag, st.sampled_from(_PIECES)), max_size=max_size).map("".join)


# html5lib


def test_every_line_of_the_list_is_well_formed() -> None:
    path = Path(__file__).with_name("allowed_parse_errors.txt")
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(ALLOWED)
    assert len({(line.code, line.conditions) for line in ALLOWED}) == len(ALLOWED)


def test_the_judges_complain() -> None:
    assert complaints("<div><p>a</div></span>") == ["unexpected-end-tag"]
    assert complaints("<ul><li>a</li><p>b</p></ul>") == ["p directly in ul"]
    assert complaints("<table><tr><td rowspan=3>a</table>") == ["rowspan 3 with 1 rows left"]
    assert complaints("<table><tr><td colspan=2>a<tr><td>b</table>") == ["columns without a cell: [1]"]
    assert complaints("<dl><div><dt>a<dd>b</div></dl><li>c") == ["li in body"]
    assert not complaints("<!DOCTYPE html><ul><li>a</ul><table><caption>b<tr><td colspan=2>c<tr><td>d<td>e</table>")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_cases_are_valid(case: Case) -> None:
    assert not complaints(htmlrepair.repair(case.data))


@pytest.mark.parametrize("name", FIXTURES)
def test_documents_are_valid(name: str) -> None:
    assert not complaints(htmlrepair.repair(FIXTURES[name]))


@settings(max_examples=MANY)
@given(documents())
def test_generated_documents_are_valid(source: str) -> None:
    assert not complaints(htmlrepair.repair(source))


@pytest.mark.parametrize("names", NAMES)
@given(data=st.data())
def test_documents_of_live_tags_are_valid(names: str, data: st.DataObject) -> None:
    assert not complaints(htmlrepair.repair(data.draw(live_documents(names))))


# The Nu HTML Checker

STRUCTURAL_CODES: Final = frozenset(recovery.code for recovery in RECOVERIES)
NU_EXCEPTIONS: Final = (
    r"Row \d+ of .* has no cells beginning on it\.",  # the source has no cell there either
    r"A table row was .* column count established using column markup .*",  # what is declared stays as it is
    r"Element “d(l|iv)” is missing .*",  # nor a term, or a description
    r"(Start|End) tag “(form|input)” seen in “table”\.",  # two forms round the rows of one table: no markup says it
    r"Element “(form|input)” not allowed as child of element “(table|tbody|tfoot|thead|tr)” .*",
)


@pytest.mark.skipif(missing_checker() != "", reason=missing_checker())
def test_nu_finds_no_structural_error(tmp_path: Path) -> None:
    """One run over the outputs of the documents, and of the cases of structural codes."""
    sources = {folder.name: FIXTURES[folder.name] for folder in DAMAGED_DOCUMENTS}
    sources |= {str(case): case.data for case in CASES if case.file.stem in STRUCTURAL_CODES}
    outputs = {name: htmlrepair.repair(source) for name, source in sources.items()}
    wrong = [
        (name, outputs[name], message.text)
        for name, messages in nu_errors(outputs, tmp_path).items()
        for message in messages
        if message.is_structural and not any(re.fullmatch(pattern, message.text) for pattern in NU_EXCEPTIONS)
        if not KEPT & conditions(outputs[name], parse_errors(outputs[name]))
    ]
    assert not wrong


def nu_errors(sources: Mapping[str, str], folder: Path) -> dict[str, list[NuMessage]]:
    """What the checker says of each of *sources*, put into *folder* as whole pages, by their names."""
    names = list(sources)
    files = [folder / f"{number}.html" for number in range(len(names))]
    for file, name in zip(files, names, strict=True):
        file.write_text(as_page(sources[name]), "utf-8")
    found: dict[str, list[NuMessage]] = {name: [] for name in names}
    for message in nu_messages(files):
        found[names[int(message.file.stem)]].append(message)
    return found


def nu_totals(folder: Path) -> list[tuple[int, int]]:
    """How many errors the checker finds in all fixtures, and how many structural ones: before, and after the repair."""
    sources = FIXTURES | {str(case): case.data for case in CASES}
    totals = []
    for markups in (sources, {name: htmlrepair.repair(source) for name, source in sources.items()}):
        found = [message for messages in nu_errors(markups, folder).values() for message in messages]
        totals.append((len(found), sum(message.is_structural for message in found)))
    return totals

"""html5lib's tree-construction tests: the output gives a browser the document that the source gives it.

The suite is not a part of this project. ``HTML5LIB_TESTS`` names the folder of its ``.dat`` files; ``.ci/run`` takes
them from html5lib's source distribution. Where the design differs from a browser, or no markup gives the document, the
case is listed in ``tree_construction_exceptions.json`` with its reason.
"""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import html5lib
import pytest
from html5lib.treebuilders import getTreeBuilder

import htmlrepair

SUITE: Final = Path(os.environ.get("HTML5LIB_TESTS") or "no such folder")
FILES: Final = sorted(SUITE.glob("*.dat"))
EXCEPTIONS: Final[dict[str, str]] = {
    data: reason
    for reason, sources in json.loads(
        Path(__file__).with_name("tree_construction_exceptions.json").read_text("utf-8")
    ).items()
    for data in sources
}
DESIGN: Final = (": a difference of the design", "no empty paragraph for a stray </p>")
"""How the reasons end that are choices."""
_SECTION: Final = re.compile(r"#(data|errors|new-errors|document-fragment|document|script-on|script-off)")

pytestmark = pytest.mark.skipif(not FILES, reason="HTML5LIB_TESTS names no folder with the suite")


class TreeCase(NamedTuple):
    """One test of the suite: a whole document, whatever a browser's scripts would do to it."""

    data: str
    has_errors: bool
    document: str


def tree_cases(file: Path) -> Iterator[TreeCase]:
    for chunk in re.split(r"\n+(?=#data\n)", file.read_text("utf-8").rstrip("\n") + "\n"):
        sections: dict[str, list[str]] = {}
        name = ""
        for line in chunk.split("\n"):
            if _SECTION.fullmatch(line):
                name = line[1:]
                sections[name] = []
            elif name:
                sections[name].append(line)
        if "data" in sections and "document-fragment" not in sections and "script-on" not in sections:
            yield TreeCase(
                "\n".join(sections["data"]),
                bool("".join(sections["errors"]).strip()),
                "\n".join(sections["document"]).rstrip(),
            )


def document(markup: str) -> str:
    """The document that html5lib builds, in the notation of the suite."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5lib.HTMLParser(tree=getTreeBuilder("dom"), namespaceHTMLElements=False)
        lines = parser.tree.testSerializer(parser.parse(markup)).split("\n")
    return "\n".join(re.sub(r"^\|  ", "| ", line) for line in lines[1:]).rstrip()


def is_sound(case: TreeCase) -> bool:
    """Whether neither the suite, of which older ones leave some out, nor html5lib has an error for *case*."""
    if case.has_errors:
        return False
    parser = html5lib.HTMLParser()
    parser.parse(case.data)
    return not parser.errors


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_output_gives_the_document_of_the_source(file: Path) -> None:
    wrong: list[str] = []
    right: list[str] = []
    for case in tree_cases(file):
        built = document(htmlrepair.repair(case.data))
        is_same = built in (case.document, document(case.data))
        if is_same is (case.data in EXCEPTIONS):
            (right if is_same else wrong).append(case.data)
    assert not wrong
    assert not right, "listed as exceptions, and right"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_is_certain_differs_nowhere_from_a_browser(file: Path) -> None:
    """The differences of the design are likely; without them only the rest of the list is left."""
    wrong = []
    for case in tree_cases(file):
        if case.data in EXCEPTIONS and not EXCEPTIONS[case.data].endswith(DESIGN):
            continue
        output = htmlrepair.repair(case.data, minimum_confidence="certain")
        if document(output) not in (case.document, document(case.data)):
            wrong.append(case.data)
    assert not wrong


def test_whole_documents_without_an_error_come_back_byte_for_byte() -> None:
    cases = [case for file in FILES for case in tree_cases(file) if is_sound(case) and case.data not in EXCEPTIONS]
    assert len(cases) > 100
    assert not [case.data for case in cases if htmlrepair.repair(case.data) != case.data]

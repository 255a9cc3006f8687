"""Trees of the output: the same elements whichever parser reads it."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given

import htmlrepair
from tests.case_files import CASE_FILES, DAMAGED_DOCUMENTS, SOUND_DOCUMENTS, read_cases
from tests.markup import sound_documents

NOT_COMPARED: Final = (
    *("<template", "<svg", "<math", "<select", "<noscript", "<image", "</br", "<frame", "<plaintext"),
    "-- >",  # ends a comment to some of them
)
"""What the parsers read in ways of their own, with every tag written out too."""
CROSSED_FORM: Final = "misnested-end-tag guess left alone"
"""So is a form that ends before what is open in it, which only browsers know of."""
SOURCES: Final = [
    pytest.param(source, id=name)
    for name, source in (
        *(
            (str(case), case.data)
            for file in CASE_FILES
            for case in read_cases(file)
            if CROSSED_FORM not in (case.diagnostics or "")
        ),
        *((folder.name, (folder / "input.html").read_text("utf-8")) for folder in DAMAGED_DOCUMENTS),
        *((path.name, path.read_text("utf-8")) for path in SOUND_DOCUMENTS),
    )
    if not any(sign in source.lower() for sign in NOT_COMPARED)
]


def check_trees(source: str) -> None:
    diagnosis = htmlrepair.diagnose(source)
    elements = [element.name for element in diagnosis.soup().find_all(True)]
    assert elements[0] == "html"
    assert [element.name for element in diagnosis.soup("html.parser").find_all(True)] == elements
    assert [element.name for element in diagnosis.soup("lxml").find_all(True)] == elements
    assert [element.tag for element in diagnosis.lxml().iter() if isinstance(element.tag, str)] == elements


@pytest.mark.parametrize("source", SOURCES)
def test_parsers_find_the_same_elements(source: str) -> None:
    check_trees(source)


@given(sound_documents())
def test_parsers_find_the_same_elements_in_generated_documents(source: str) -> None:
    check_trees(source)


@pytest.mark.parametrize("source", ["", " \n", "text", "<!-- only -->", "<frameset><frame></frameset>", "<svg><p>"])
def test_there_is_a_tree_of_anything(source: str) -> None:
    diagnosis = htmlrepair.diagnose(source)
    assert diagnosis.soup("html.parser") is not None
    assert diagnosis.soup().find("html") is not None
    assert diagnosis.lxml().tag == "html"


@pytest.mark.parametrize("parser", ["html5lib", "lxml", "html.parser"])
def test_halves_of_characters_do_not_keep_a_tree_from_being_built(parser: str) -> None:
    diagnosis = htmlrepair.diagnose("<p>\ud800\ud83d\ude00</ b>")
    assert diagnosis.html == "<p>\ud800\ud83d\ude00"
    assert diagnosis.soup(parser).text == diagnosis.lxml().text_content() == "\ufffd\U0001f600"

"""The tables agree with each other, with the standard's, and with what Python ships."""

from __future__ import annotations

import html
import html.entities

import pytest

from htmlrepair.damage import DAMAGE_CLASSES
from htmlrepair.knowledge import attributes, elements, references, safety
from htmlrepair.resolve import evidence


def test_element_rows_are_sorted_and_lower_case() -> None:
    names = list(elements.ELEMENTS)
    assert names == sorted(names)
    assert all(name.islower() for name in names)


def test_void_elements_are_the_standards() -> None:
    standard = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    assert standard | {"basefont", "bgsound", "frame", "keygen", "param"} == elements.VOID_ELEMENTS


def test_formatting_elements_are_the_standards() -> None:
    standard = set("a b big code em font i nobr s small strike strong tt u".split())
    assert standard == elements.FORMATTING_ELEMENTS


def test_raw_text_is_one_kind_each() -> None:
    assert not elements.RAW_TEXT_ELEMENTS & elements.ESCAPABLE_RAW_TEXT_ELEMENTS
    assert {"iframe", "noembed", "noframes", "script", "style", "xmp"} == elements.RAW_TEXT_ELEMENTS
    assert {"textarea", "title"} == elements.ESCAPABLE_RAW_TEXT_ELEMENTS


def test_what_may_be_freed_is_html() -> None:
    assert set(elements.ELEMENTS) >= safety.FREE_ELEMENTS
    assert set(attributes.ATTRIBUTES) >= safety.FREE_ATTRIBUTES
    assert {
        name for name in safety.FREE_ATTRIBUTES if attributes.kind_of(name) is attributes.ValueKind.URL
    } == safety.URL_ATTRIBUTES
    assert not safety.FREE_ELEMENTS & (elements.RAW_TEXT_ELEMENTS | elements.NOT_MODELLED_ELEMENTS)


def test_attribute_kinds_do_not_overlap() -> None:
    assert sum(len(names.split()) for names in attributes._NAMES.values()) == len(attributes.ATTRIBUTES)
    assert all(attributes.kind_of(name) is attributes.ValueKind.KEYWORD for name in attributes.KEYWORDS)


def test_references_are_the_standards() -> None:
    assert len(references.NAMES) + len(references.LEGACY_NAMES) == len(html.entities.html5)
    assert len(references.LEGACY_NAMES) == 106
    for code, character in references.WINDOWS_1252.items():
        assert html.unescape(f"&#{code};") == character


def test_distinctive_names_are_no_words() -> None:
    assert {"nbsp", "rsquo", "eacute", "amp"} <= references.DISTINCTIVE_NAMES <= set(references.NAMES)
    assert not {"copy", "gamma", "int", "not", "para"} & references.DISTINCTIVE_NAMES


@pytest.mark.parametrize("names", [evidence.NEEDS_PARTNER, evidence.STANDS_ALONE], ids=["partner", "alone"])
def test_evidence_speaks_of_elements(names: frozenset[str]) -> None:
    assert names <= set(elements.ELEMENTS)


def test_damage_is_listed_once() -> None:
    codes = [damage.code for damage in DAMAGE_CLASSES]
    assert len(set(codes)) == len(codes)

"""What comes out says by itself what a browser builds of it, and, where the repair is certain, of the source.

Chromium is the judge. The scripts of the pages are off in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import htmlrepair
from htmlrepair.construct import RECOVERIES
from htmlrepair.diagnostics import Confidence
from tests.case_files import CASE_FILES, DAMAGED_DOCUMENTS, SOUND_DOCUMENTS, read_cases
from tests.judges import Dom, chromium_dom, html5lib_dom, missing_browser
from tests.markup import documents
from tests.test_validity import NAMES, live_documents

pytestmark = pytest.mark.skipif(missing_browser() != "", reason=missing_browser())

FIXTURES: Final = {
    **{str(case): case.data for file in CASE_FILES for case in read_cases(file)},
    **{folder.name: (folder / "input.html").read_text("utf-8") for folder in DAMAGED_DOCUMENTS},
    **{path.name: path.read_text("utf-8") for path in SOUND_DOCUMENTS},
}
GENERATED: Final = 300
COMPARED: Final = 150

HTML5LIB_GAPS: Final = re.compile(
    r"""
    <(?:template   # its content is a tree of its own, to html5lib it is in the document
    |select        # the standard lets more stand in it than it did
    |(?:rb|rtc)\b  # html5lib does not know that their end tags may be left out
    |search|menuitem  # nor the elements
    |desc><foo>    # it lets the end tag of an svg end an HTML element in it
    |noscript><svg # and keeps in the noscript of a head what ends it
    |\?            # browsers of late make a processing instruction of it, and no comment
    )
    """,
    re.I | re.X,
)
CERTAIN: Final = frozenset(found.code for found in RECOVERIES if found.confidence is Confidence.CERTAIN)


def sample(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """*count* different texts, the same in every run."""
    found: dict[str, None] = {}

    @seed(20)
    @settings(
        max_examples=count + count // 4, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def draw(text: str) -> None:
        found[text] = None

    draw()
    return list(found)[:count]


def is_comparable(markup: str) -> bool:
    """Whether html5lib and browsers are to read *markup* alike; surrogates do not get through to the browser."""
    return HTML5LIB_GAPS.search(markup) is None and not re.search("[\ud800-\udfff]", markup)


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """What the repair makes of all fixtures and of a sample of generated documents."""
    sources = [*FIXTURES.values(), *sample(documents(), GENERATED)]
    return {source: output for source in sources if is_comparable(output := htmlrepair.repair(source))}


@pytest.fixture(scope="module")
def certain() -> dict[str, str]:
    """The sources of a sample of which all damage is structural and certain, and what the repair makes of them."""
    found: dict[str, str] = {}
    strategy = st.one_of(*(live_documents(names) for names in NAMES))
    for text in sample(strategy, 8 * COMPARED):
        source = f"<!DOCTYPE html>\n{text}"
        diagnosis = htmlrepair.diagnose(source)
        codes = {diagnostic.code for diagnostic in diagnosis.diagnostics}
        if codes and codes <= CERTAIN and is_comparable(source):
            found[source] = diagnosis.html
    return dict(list(found.items())[:COMPARED])


@pytest.fixture(scope="module")
def doms(outputs: Mapping[str, str], certain: Mapping[str, str]) -> dict[str, Dom]:
    """What Chromium builds of all of them."""
    markups = list(dict.fromkeys([*outputs.values(), *certain, *certain.values()]))
    return dict(zip(markups, chromium_dom(markups), strict=True))


def test_outputs_say_what_browsers_build(outputs: Mapping[str, str], doms: Mapping[str, Dom]) -> None:
    assert len(outputs) > GENERATED
    assert not [output for output in outputs.values() if doms[output] != html5lib_dom(output)]


def test_certain_repairs_change_nothing_in_a_browser(certain: Mapping[str, str], doms: Mapping[str, Dom]) -> None:
    assert len(certain) == COMPARED
    different = {
        source: output for source, output in certain.items() if _comparable(doms[source]) != _comparable(doms[output])
    }
    assert not different


def _comparable(dom: Dom) -> Dom:
    """*dom* without comments: empty ones keep texts apart, others stand after `</html>` or in the body that goes on."""
    lines: Dom = []
    for line in dom:
        if line[1] == "comment":
            continue
        if line[1] == "text" and lines and lines[-1][:2] == line[:2]:
            lines[-1] = (*line[:2], lines[-1][2] + line[2])
        else:
            lines.append(line)
    return lines

"""The promises under attack: hostile documents, other people's suites, sanitizers, pools and patterns."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any, Final

import nh3
import pytest

import htmlrepair
from htmlrepair import sound, vocabulary
from htmlrepair.attributes import TAG
from htmlrepair.construct import words
from htmlrepair.damage import loose
from htmlrepair.layout import columns, items
from htmlrepair.resolve import references
from tests.attack.browser import activities, gained
from tests.attack.grammar import hostile_document
from tests.attack.promises import all_broken, awakened, broken, lost, without_surrogates
from tests.judges import missing_browser
from tests.oracle import active_by_html5lib, active_by_lexbor, revived

COUNT: Final = 20_000
AT_ONCE: Final = 500
WATCHED: Final = 320
"""How many documents a browser loads in a test run; thousands by hand: ``python -m tests.attack 4000 --browser``."""
DAMAGED: Final = "< b >x</ b> < i >y</ i> < em >z</ em>\n"
GENEROUS: Final[dict[str, Any]] = {
    "tags": {
        *nh3.ALLOWED_TAGS,
        *"annotation-xml button desc font foreignObject form g input label math mi mn mtext option path".split(),
        *"section select svg table template textarea title tt use video".split(),
    },
    "attributes": {"*": set("action class color data-x encoding face href id name src style type xlink:href".split())},
    "link_rel": None,
    "strip_comments": False,
    "clean_content_tags": set(),
}
"""Rules that let through what foreign content, tables and styles may be misread by."""
ONE_WAY: Final = {
    TAG,
    columns._RULE,
    items._ENDS,
    items._TABLE_ENDS,
    loose._ATTRIBUTE,
    words._PATH,
    references._WORD_AFTER,
    references._WORD_BEFORE,
    sound._STEP,
    vocabulary._PROLOGUE,
}
"""Each turn begins with a sign that the one before can not hold, so that there is one way only."""
SUITE: Final = Path(os.environ.get("HTML5LIB_TESTS") or "no such folder")
FUZZ_CASES: Final = sorted(Path(os.environ.get("SOUP_FUZZ_CASES") or "no such folder").glob("*.testcase"))
"""What fuzzing found in BeautifulSoup: bytes."""

_sre: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")


def documents(first: int, count: int) -> Iterator[str]:
    return (hostile_document(Random(f"test {number}")) for number in range(first, first + count))


def broken_from(first: int) -> list[tuple[str, str]]:
    return list(all_broken(documents(first, AT_ONCE)))


def test_no_promise_breaks_for_hostile_documents() -> None:
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = [pair for pairs in pool.map(broken_from, range(0, COUNT, AT_ONCE)) for pair in pairs]
    assert not found


@pytest.mark.skipif(missing_browser() != "", reason=missing_browser())
def test_nothing_wakes_up_in_a_browser() -> None:
    assert not list(awakened(documents(0, WATCHED)))


@pytest.mark.skipif(missing_browser() != "", reason=missing_browser())
def test_the_browser_tells_what_pages_do() -> None:
    quiet, call, frame = activities(["<p>x</p>", "<img src=n onerror=x()>", "<iframe src=n onload=1></iframe>"])
    assert gained(quiet, call) == ["called/error", "img onerror"]
    assert gained(quiet, frame) == ["n", "iframe onload"]


@pytest.mark.parametrize("rules", [{}, GENEROUS], ids=["strict", "generous"])
def test_after_a_sanitizer_nothing_wakes_up_whichever_comes_first(rules: dict[str, Any]) -> None:
    for source in map(without_surrogates, documents(0, 1500)):
        cleaned = nh3.clean(source, **rules)
        assert not revived(cleaned, htmlrepair.repair(cleaned)), source
        output = nh3.clean(htmlrepair.repair(source), **rules)
        assert not list(filter(_runs, active_by_html5lib(output, scripting=True) | active_by_lexbor(output))), source
        if not rules:
            assert not active_by_html5lib(htmlrepair.repair(cleaned), scripting=True), source
            assert not active_by_lexbor(htmlrepair.repair(cleaned)), source


@pytest.mark.skipif(missing_browser() != "", reason=missing_browser())
def test_nothing_wakes_up_in_a_browser_after_a_sanitizer() -> None:
    assert not list(awakened(nh3.clean(without_surrogates(source), **GENEROUS) for source in documents(0, WATCHED)))


def _runs(active: tuple[str, str, str]) -> bool:
    """Whether what is *active* runs a script."""
    element, attribute, value = active
    return element.endswith("script") or attribute.startswith("on") or "script:" in value


def test_threads_and_processes_share_a_repairer() -> None:
    sources = list(documents(0, 400))
    repairer = htmlrepair.Repairer(minimum_confidence="certain", printer="pretty")
    alone = list(map(repairer.diagnose, sources))
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(repairer.diagnose, sources)) == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert list(processes.map(repairer.diagnose, sources, chunksize=50)) == alone


@pytest.mark.parametrize(
    "source",
    [
        "\ud800",
        "< b >\udfff</ b>",
        "\x00< b >\x00</ b>\x00",
        "\ufeff\ufeff< b >x</ b>",
        "".join(map(chr, range(32))) + "< b >x</ b>" + "".join(map(chr, range(127, 160))),
        "<" * 5000,
        "& " * 5000,
        "li > " * 2000,
        "\"'" * 5000,
        "<b><i>" * 2000,
        "<p><font>" * 2000,
        '<a href="/x>' * 500,
        "</b " * 2000,
        "< b , b . " * 1000,
        "<ruby>x<ul><li>a<rt>b<rb>c</ul></ruby>",  # ruby text ends each item that it is put in
    ],
    ids=lambda source: ascii(source[:12]),
)
def test_no_promise_breaks_for_strange_text(source: str) -> None:
    assert not list(broken(source))


@pytest.mark.skipif(not SUITE.is_dir(), reason="HTML5LIB_TESTS names no folder with the suite")
def test_no_promise_breaks_for_the_inputs_of_html5lib() -> None:
    trees = [
        section.split("\n#errors")[0]
        for file in sorted(SUITE.glob("*.dat"))
        for section in re.split(r"(?:\A|\n)#data\n", file.read_text("utf-8"))[1:]
    ]
    tokens = [
        case["input"]
        for file in sorted((SUITE.parent / "tokenizer").glob("*.test"))
        for case in json.loads(file.read_text("utf-8")).get("tests", [])
    ]
    assert len(trees) > 1000
    assert len(tokens) > 1000
    assert not list(all_broken([*trees, *tokens]))
    assert not [source for source in map(without_surrogates, [*trees, *tokens]) if lost(htmlrepair.diagnose(source))]


@pytest.mark.skipif(not FUZZ_CASES, reason="SOUP_FUZZ_CASES names no folder with the cases")
def test_no_promise_breaks_for_what_fuzzing_found_in_beautifulsoup() -> None:
    for case in FUZZ_CASES:
        diagnosis = htmlrepair.diagnose(case.read_bytes())
        assert not list(broken(diagnosis.source))
        assert not lost(diagnosis)


@pytest.mark.parametrize(
    "source",
    [
        DAMAGED + "href=a" * 20_000,
        DAMAGED + "/on" * 40_000,
        DAMAGED + "() ></template></ li>" * 8_000,
        "<p " + " ／" * 60_000 + "<!DOCTYP" * 15_000 + ">",
        "<table><tr><td>1</td></tr><p>x" * 5_000,
        DAMAGED + "<div>\n" * 30_000,
        "<p>" + "the <div> x " * 40_000 + "</div> " * 40_000,
        "<div>" * 25_000 + "<option>" * 25_000 + "<span>" + "x<div/>" * 25_000,
    ],
    ids=[
        *("URLs", "handlers", "stray end tags", "signs in words", "tables without an end", "nested divisions"),
        *("tags that are spoken of", "late solidi"),
    ],
)
def test_time_does_not_grow_with_the_square(source: str) -> None:
    """Of what once did, so much that it took more than 30 seconds."""
    start = time.process_time()
    htmlrepair.repair(source, max_depth=len(source))
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "piece",
    ["<", "& ", "li > ", "'", "<b><i>", "<p><font>", "& nbsp;", "<div>", "< div >", "<ul><li>", "word and word, "],
)
def test_memory_is_bounded_by_the_source(piece: str) -> None:
    """Dense markup takes more for each tag, but only up to the caps, here a fiftieth of what they are by default."""
    source = piece * (200_000 // len(piece))
    tracemalloc.start()
    try:
        htmlrepair.diagnose(source, max_tags=5_000, max_depth=200)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * len(source)


def test_no_pattern_repeats_a_repetition() -> None:
    """An unlimited repetition with another one inside is how a pattern comes to take time beyond all measure."""
    patterns = {
        value
        for name, module in sys.modules.items()
        if name.split(".")[0] == "htmlrepair"
        for value in vars(module).values()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }
    assert len(patterns) > 100
    assert {pattern for pattern in patterns if _height(_sre.parse(pattern.pattern, pattern.flags)) > 1} <= ONE_WAY


def _height(parsed: Any) -> int:
    """How deep unlimited repetitions stand in one another."""
    found = 0
    for kind, value in parsed:
        inner = max((_height(part) for part in _parts(value)), default=0)
        is_unlimited = str(kind) in ("MAX_REPEAT", "MIN_REPEAT") and value[1] is _sre.MAXREPEAT
        found = max(found, inner + is_unlimited)
    return found


def _parts(value: Any) -> Iterator[Any]:
    """The parsed patterns that *value* holds."""
    if isinstance(value, _sre.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each)

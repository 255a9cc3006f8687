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
from htmlrepair import sound, verbatim, vocabulary
from htmlrepair.attributes import TAG
from htmlrepair.construct import words
from htmlrepair.damage import bare_start_tag, loose, lost_less_than_sign, spaced_comment, spaced_value
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
BOUNDED: Final = {
    bare_start_tag._TOKEN,
    lost_less_than_sign._START_TAG,
    spaced_comment._LOOSE_TAG,
    spaced_value._PLACEHOLDER,
    spaced_value._SPACED_URL,
    verbatim._PLACEHOLDER,
}
"""What they are for is never long, or, of the last, what comes second takes anything."""
SUITE: Final = Path(os.environ.get("HTML5LIB_TESTS") or "no such folder")
FUZZ_CASES: Final = sorted(Path(os.environ.get("SOUP_FUZZ_CASES") or "no such folder").glob("*.testcase"))
"""What fuzzing found in BeautifulSoup: bytes."""

_sre: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_compiler: Any = importlib.import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
_SIGNS: Final = [*map(chr, range(9, 256)), *"П中＜•“"]


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
def test_nothing_wakes_up_that_only_a_browser_knows_of() -> None:
    """A shadow tree, a policy that a head holds, and handlers that wait for an attribute."""
    shadow = "<template shadowrootmode=open><img src=x onerror=x()></template>"
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>x()</script>"
    parents = ("<div><x>", "<p><em>a</ em>", "<div><ul><li>a</ li></ ul>", "<div><i>a</ i>", "<p><em>a em >")
    ends_of_head = ("</ br>", "</ br/>", "</ body>", "</ html>", "</b<i>")
    waiting = (
        "<input type=“image” src=x onerror=x()>",
        "<details open＝“” ontoggle=x()>z</details>",
        "<img src＝“x” onerror=x()>",
        "<input onfocus=x() autofocus＝“”>",
    )
    placed = [f"{parent}{shadow}</div>" for parent in parents] + [f"<head>{end}{policy}" for end in ends_of_head]
    assert not list(awakened([*placed, *waiting]))


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
        "<x <" + " " * 300_000 + ">",
        "&lt;" + " " * 300_000 + "&gt;",
        DAMAGED + "=" + "\u00a0" * 200_000,
        DAMAGED + "x" + " " * 300_000 + "y | z",
        DAMAGED + "<b>x" + " " * 200_000 + "y",
        DAMAGED + "– x" + "?" * 300_000 + "y\n– z\n– w",
        "<p class=“x”" + " " * 100_000 + "y>",
        "<p><b {{ " + "onclick=1 " * 8_000 + ">x</p>y",
        "<table>" + "<tfoot>" * 20_000,
        "<table><tr>" + "<td colspan=64 rowspan=65534>" * 1_500 + "<tr>" * 10_000,
        "<table>" + "<!>" * 30_000 + "x</caption>" * 10_000,
        "<body>" + "".join(f"<body a{number}=1>" for number in range(10_000)),
        "x" * 130 + "</h3><b>y</p></b>" * 8_000,
        "<p>x</p>" + " " * 300_000 + "</li>" * 60_000,
        ("</b " * 4_900 + ">") * 2,
        ("<b› " * 4_900 + ">") * 2,
        "<p›x</p› " * 2_200,
        "<p " + 'p class="x">' * 1_000 + "<p>&nbsp;</p>" * 1_000,
        DAMAGED + ("＜li＞" + "word " * 30) * 4_000,
        "<ul>" + "＜li＞x\n" * 10_000,
        ("</ul" * 4_000 + '<p title="a">x</p>') * 24,
        "<ul>x" * 15_000 + "<li>",
    ],
    ids=[
        *("URLs", "handlers", "stray end tags", "signs in words", "tables without an end", "nested divisions"),
        *("tags that are spoken of", "late solidi", "spaces in a tag", "spaces in escaped markup"),
        *("spaces before a URL", "spaces before a pipe", "spaces before a blank line", "signs that end a line"),
        *("spaces behind a curly quote", "handlers that are copied", "table feet", "spans past the rows", "captions"),
        *("bodies", "ends of headings", "spaces before end tags", "ends without a sign"),
        *("tags that end in other marks", "such tags and no other", "rounds", "rows in one line", "rows in lines"),
        *("end tags before a value", "text in lists in lists"),
    ],
)
def test_time_does_not_grow_with_the_square(source: str) -> None:
    """Of what once did, so much that it took more than 30 seconds."""
    start = time.process_time()
    htmlrepair.repair(source, max_depth=len(source))
    assert time.process_time() - start < 30


def test_time_does_not_grow_with_the_square_where_only_what_is_certain_is_mended() -> None:
    start = time.process_time()
    htmlrepair.repair("<t d><em>" * 20_000, minimum_confidence="certain", max_depth=200_000)
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "piece",
    ["<", "& ", "li > ", "'", "<b><i>", "<p><font>", "& nbsp;", "<div>", "< div >", "<ul><li>", "word and word, "],
)
def test_memory_is_bounded_by_the_source(piece: str) -> None:
    """Dense markup takes more for each tag, but only up to the caps, here a fiftieth of what they are by default."""
    source = piece * (200_000 // len(piece))
    assert peak_of(source, max_tags=5_000, max_depth=200) < 12 * len(source)


@pytest.mark.parametrize("printer", ["source", "pretty"])
@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("<!--", "x", "-->"),
        ("<!--", "- ", "-->"),
        ("<!--", "x", ""),
        ("<?xml version='1.0'?><!DOCTYPE html [", "x", "]>"),
        (DAMAGED, "< ", ""),
        (DAMAGED, "a < b ", ""),
        ("<pre>", "< b >", "</pre>"),
        ("<code>", "<b><i>", ""),
    ],
)
def test_memory_is_bounded_where_something_is_long(before: str, piece: str, after: str, printer: str) -> None:
    """Whatever that is: a comment, a text of signs, and what is only laid out."""
    source = before + piece * (60_000 // len(piece)) + after
    htmlrepair.diagnose(before + piece + after, printer=printer)  # what is loaded once does not count
    assert peak_of(source, max_tags=1_500, max_depth=200, printer=printer) < 12 * len(source)


@pytest.mark.parametrize("piece", ["\nx\ty", "\n1. x", "\n\nxx", "\nx | y"])
def test_memory_is_bounded_where_lines_are_many(piece: str) -> None:
    source = DAMAGED + piece * (60_000 // len(piece))
    assert peak_of(source, max_tags=1_500) < 12 * len(source)


@pytest.mark.skipif(sys.version_info < (3, 11, 5), reason="each turn of a repetition takes memory")
@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("<x ", "a=b ", ">"),
        ("<p ", "a ", ">x</ p>"),
        ("<p ", "/", ">x</ p>"),
        ("<p title='", "x {{ ", "'>"),
        ("<?xml version='1.0'?><!DOCTYPE x [", "'' ", "]><x></ x>"),
        ("", "`", "\nx</ p>"),
    ],
)
def test_memory_is_bounded_where_a_tag_is_long(before: str, piece: str, after: str) -> None:
    htmlrepair.diagnose(before + piece + after)
    source = before + piece * (60_000 // len(piece)) + after
    assert peak_of(source) < 12 * len(source)


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        (b"iso-2022-jp", b"\x1b$B"),
        (b"iso-2022-jp", b"\x1b$B4A;z\x1b(B"),
        (b"iso-2022-jp", b"\x1b(I"),
        (b"euc-jp", b"\xad\xa1"),
        (b"euc-jp", b"\xff"),
        (b"koi8-r", "чай, ".encode("koi8-r")),
    ],
)
def test_memory_for_bytes_is_bounded(name: bytes, piece: bytes) -> None:
    before = b"<meta charset=%b></ p>" % name
    htmlrepair.diagnose(before + piece)
    source = before + piece * (60_000 // len(piece))
    assert peak_of(source) < 12 * len(source)


def peak_of(source: str | bytes, **settings: Any) -> int:
    """The most memory that is taken at a time to repair *source*, in bytes."""
    tracemalloc.start()
    try:
        htmlrepair.diagnose(source, **settings)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def all_patterns() -> set[re.Pattern[str]]:
    return {
        value
        for name, module in sys.modules.items()
        if name.split(".")[0] == "htmlrepair"
        for value in vars(module).values()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }


def test_no_pattern_has_two_repetitions_of_a_sign_side_by_side() -> None:
    """Such as ``\\s*/?\\s*``: what comes to nothing takes the square of the time of the white space."""
    found = {pattern for pattern in all_patterns() if _meet(_sre.parse(pattern.pattern, pattern.flags), pattern.flags)}
    assert found <= BOUNDED
    assert _meet(_sre.parse(r"<\s*/?\s*x"), 0)
    assert not _meet(_sre.parse(r"<\s*(?:/\s*)?x"), 0)


def test_no_pattern_repeats_a_repetition() -> None:
    """An unlimited repetition with another one inside is how a pattern comes to take time beyond all measure."""
    patterns = all_patterns()
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


def _meet(parsed: Any, flags: int) -> bool:
    """Whether two unlimited repetitions stand in it with nothing between them that must be there, and share a sign."""
    items = list(_flat(parsed))
    for at, item in enumerate(items):
        signs = _repeated(item, flags)
        for following in items[at + 1 :] if signs else ():
            if not signs.isdisjoint(_repeated(following, flags)):
                return True
            if not _may_be_empty(following):
                break
    return any(_meet(part, flags) for _, value in parsed for part in _parts(value))


def _flat(parsed: Any) -> Iterator[Any]:
    """The parts of *parsed* one after another, without the groups round them."""
    for kind, value in parsed:
        if str(kind) == "SUBPATTERN":
            yield from _flat(value[-1])
        else:
            yield kind, value


def _repeated(item: Any, flags: int) -> set[str]:
    """The signs that *item* repeats without limit, one by one."""
    kind, value = item
    if str(kind) not in ("MAX_REPEAT", "MIN_REPEAT") or value[1] is not _sre.MAXREPEAT or len(value[2]) != 1:
        return set()
    if str(value[2][0][0]) not in ("ANY", "IN", "LITERAL", "NOT_LITERAL"):
        return set()
    return set(filter(_compiler.compile(value[2], flags).fullmatch, _SIGNS))


def _may_be_empty(item: Any) -> bool:
    kind, value = item
    if str(kind) == "BRANCH":
        return any(all(map(_may_be_empty, _flat(branch))) for branch in value[1])
    if str(kind) in ("MAX_REPEAT", "MIN_REPEAT"):
        return value[0] == 0 or all(map(_may_be_empty, _flat(value[2])))
    return str(kind) in ("ASSERT", "ASSERT_NOT", "AT")


def _parts(value: Any) -> Iterator[Any]:
    """The parsed patterns that *value* holds."""
    if isinstance(value, _sre.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each)

"""What is plainly sound is sound: the tokenizer and the constructor find nothing in it."""

from __future__ import annotations

import re
from random import Random
from typing import Final

import pytest
from hypothesis import given

from htmlrepair.options import Options
from htmlrepair.pipeline import _findings
from htmlrepair.sound import is_plainly_sound
from tests.attack.grammar import hostile_document
from tests.case_files import CASE_FILES, SOUND_DOCUMENTS, read_cases
from tests.damage.articles import LANGUAGES, article
from tests.markup import documents, sound_documents

PIECES: Final = """
    <p> </p> <b> </b> <li> </li> <ul> </ul> <table> </table> <tr> </tr> <td> </td> <th>x</th> <h2> </h2> <a> </a> <div>
    </div> <dl> <dt> </dt> <dd> </dd> </dl> <br> <hr> <hr/> text &nbsp; &amp; & > <caption> </caption> <thead> </thead>
    <tbody> </tbody> <tfoot></tfoot> <script>x</script> <pre> </pre> <code> </code> <form> </form> <input> <!--c--> •
    <title>x</title> <p></p> <ul></ul> <tr><td>1</td></tr> <li>1</li> <html> </html> <head> </head> <body> </body>
    <colgroup> <col> </colgroup>
""".split()
MUTANTS: Final = 6_000


def check(source: str) -> bool:
    """Whether *source* is plainly sound; then nothing may be found in it."""
    is_sound = is_plainly_sound(source)
    assert not is_sound or not _findings(source, Options())
    return is_sound


def mutant(rng: Random) -> str:
    """A piece of an article with some tags more, less or in other places; or a few tags in any order."""
    if rng.random() < 0.4:
        return "".join(rng.choices(PIECES, k=rng.randint(1, 9)))
    parts = re.split(r"(<[^>]*>)", article(rng, rng.choice(sorted(LANGUAGES))))
    first = rng.randrange(len(parts))
    parts = parts[first : first + rng.randint(2, 40)]
    for _ in range(rng.randint(0, 3)):
        place = rng.randrange(len(parts))
        parts[place] = rng.choice(("", parts[place] + rng.choice(PIECES), parts[-1]))
    return "".join(parts)


def test_in_mutants_that_pass_nothing_is_found() -> None:
    passed = sum(check(mutant(Random(number))) for number in range(MUTANTS))
    assert passed > MUTANTS // 50


def test_in_hostile_documents_that_pass_nothing_is_found() -> None:
    passed = sum(check(hostile_document(Random(f"sound {number}"))) for number in range(4_000))
    assert passed > 10


@given(documents())
def test_in_generated_documents_that_pass_nothing_is_found(source: str) -> None:
    check(source)


@given(sound_documents())
def test_in_sound_documents_that_pass_nothing_is_found(source: str) -> None:
    check(source)


def test_what_changes_does_not_pass() -> None:
    cases = [case for file in CASE_FILES for case in read_cases(file)]
    assert not [str(case) for case in cases if is_plainly_sound(case.data) and case.output != case.data]
    for path in SOUND_DOCUMENTS:
        check(path.read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_pass_but_for_what_only_looks_mangled(language: str) -> None:
    articles = [article(Random(f"{language} {number}"), language) for number in range(60)]
    assert sum(map(is_plainly_sound, articles)) > 20


@pytest.mark.parametrize(
    "source",
    [
        "",
        "tea & cake > scones",
        "<p class='a b' title=\"x\">one<br/>two &eacute; &#160;</p>",
        "<ul>\n<li>oak <em>or</em>\n<ol><li>ash</li></ol></li>\n</ul>",
        "<table><caption>x</caption><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1</td><td></td></tr></table>",
        "<dl><dt>weir</dt><dt>dam</dt><dd>a wall</dd></dl>",
        "<table><tr><td>1</td></tr></tbody></table>",
        "\n<!DOCTYPE html>\n<html lang='en'><head><title>a</title></head>\n<body><p>x</p></body></html>\n",
        "<!doctype html>\n<html><head><title>a</title></head><body><p>x</p></body></html>",
        "<table><colgroup><col class='a'><col></colgroup><tr><td colspan='1'>1</td><td>2</td></tr></table>",
        "<div><script>if (a > b) c()</script></div>",
    ],
)
def test_what_passes(source: str) -> None:
    assert check(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>one",
        "<p>a<p>b</p></p>",
        "<p><div>x</div></p>",
        "<a><b></a></b>",
        "<ul>x<li>y</li></ul>",
        "<li>x</li>",
        "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table><tr><td colspan='2'>1</td></tr></table>",
        "<table><tr><td>1</td></tr><colgroup><col></colgroup></table>",
        "<dl><dd>x</dd></dl>",
        "<p class='a' class='b'>x</p>",
        "<b/>",
        "&lt;p&gt;x&lt;/p&gt;",
        "a < b",
        "<p>Note: strong > x</p>",
        "• a\n• b",
        "<p>&amp;nbsp;</p>",
        "<html><body></body></html>",
        "<svg></svg>",
        "< b >x</ b>",
    ],
)
def test_what_does_not_pass(source: str) -> None:
    assert not check(source)

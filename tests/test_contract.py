"""What holds between the parts: imports one way, a page and cases for each code, a README that is true."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Final

import pytest

import htmlrepair
from htmlrepair import Confidence
from htmlrepair.codes import CODES
from htmlrepair.construct import RECOVERIES, Recovery
from htmlrepair.damage import DAMAGE_CLASSES, WEAK_CODES
from htmlrepair.damage.base import DamageClass
from htmlrepair.escaped import ESCAPES
from htmlrepair.layout import SHAPES
from htmlrepair.swallowed import UNENDED_TEXT
from htmlrepair.tokens import MalformedMarkup
from tests.case_files import CASE_FILES, read_cases

ROOT: Final = Path(htmlrepair.__file__).parent
README: Final = (ROOT.parent / "README.md").read_text("utf-8")

ORDER: Final = (
    {"knowledge"},
    {"euc_jp", "iso_2022_jp", "source", "allowlist", "attributes", "prose"},
    {"tokens", "diagnostics", "verbatim"},
    {"damage"},
    {"caps", "foreign", "tokenizer"},
    {"construct"},
    {"resolve"},
    {"layout", "escaped", "escaped_page", "punctuation", "sound", "swallowed", "vocabulary"},
    {"codes", "pretty", "trees"},
    {"options"},
    {"serializer", "compose"},
    {"pipeline"},
    {"cli", "__init__"},
    {"__main__"},
)
"""The stages. A module imports from its own stage and those before it, never from a later one."""
HEADINGS: Final = ["What", "Why", "Example", "Confidence", "Spec"]
REPORTED_CODES: Final = {row.code for row in (*SHAPES, *RECOVERIES) if row.confidence is Confidence.GUESS}
"""What is never changed."""
OTHER_FILES: Final = {"known-failures", "look-alikes", "clean"}


def stage_of(module: str) -> int:
    return next(place for place, stage in enumerate(ORDER) if module in stage)


def imported(path: Path) -> set[str]:
    """The first parts of the package's modules that the file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("htmlrepair.")}
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    late = {module for module in imported(path) if stage_of(module) > stage_of(own)}
    assert not late


def test_runtime_needs_only_the_declared_packages() -> None:
    allowed = {"htmlrepair", "html5lib", "lxml", "bs4", "webencodings", "__future__"} | set(sys.stdlib_module_names)
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.split(".")[0] for name in names} <= allowed, path


def example_of(page: str) -> list[str]:
    """The source and the output that *page* shows: a line each, or several with a blank line between the two."""
    shown = page.partition("::\n\n")[2]
    lines = [line.removeprefix("    ") for line in shown.rstrip().split("\n")]
    return lines if len(lines) == 2 else "\n".join(lines).split("\n\n", 1)


@pytest.mark.parametrize("damage", DAMAGE_CLASSES, ids=lambda damage: damage.code)
def test_a_class_has_a_page_with_an_example_that_is_true(damage: DamageClass) -> None:
    assert damage.module.rpartition(".")[2].replace("_", "-") == damage.code
    page = damage.page
    places = [page.index(f"**{heading}**") for heading in HEADINGS]
    assert places == sorted(places)
    assert "https://html.spec.whatwg.org/multipage/" in page[places[-1] :]
    before, after = example_of(page[places[2] : places[3]])
    assert htmlrepair.repair(before) == after
    assert damage.code in {found.code for found in htmlrepair.diagnose(before).diagnostics if found.applied}
    if damage.code in WEAK_CODES:
        assert damage.code in {
            token.code for token in htmlrepair.tokenize(before) if isinstance(token, MalformedMarkup)
        }


@pytest.mark.parametrize("recovery", [*ESCAPES, UNENDED_TEXT, *SHAPES, *RECOVERIES], ids=lambda recovery: recovery.code)
def test_a_recovery_has_a_page_with_an_example_that_is_true(recovery: Recovery) -> None:
    assert re.findall(r"\*\*(\w+)\*\*", recovery.page) == HEADINGS
    before, after = recovery.example
    diagnosis = htmlrepair.diagnose(before)
    assert diagnosis.html == after
    is_applied = {found.applied for found in diagnosis.diagnostics if found.code == recovery.code}
    assert is_applied == {recovery.code not in REPORTED_CODES}


def test_every_case_file_is_read_and_every_code_has_one() -> None:
    assert {file.stem for file in CASE_FILES} == set(CODES) | OTHER_FILES
    read = set(CASE_FILES)
    assert set(CASE_FILES[0].parent.iterdir()) == read


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_cases_that_change_and_cases_that_do_not(code: str) -> None:
    cases = read_cases(CASE_FILES[0].parent / f"{code}.dat")
    assert code not in WEAK_CODES or any(code in (case.tokens or "") for case in cases)
    found = [case for case in cases if f" {code} " in f"{case.diagnostics} "]
    assert any(case.changes or code in REPORTED_CODES for case in found)
    assert any(not case.changes for case in cases)


def test_what_is_clean_changes_nothing() -> None:
    assert not [case.name for case in read_cases(CASE_FILES[0].parent / "clean.dat") if case.changes]


def test_of_look_alikes_only_signs_are_escaped() -> None:
    cases = read_cases(CASE_FILES[0].parent / "look-alikes.dat")
    assert not [case.name for case in cases if case.output.replace("&lt;", "<") != case.data.replace("&lt;", "<")]


def test_the_readme_lists_the_codes_in_their_order() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `(.*?)` \| (.*) \|$", README, re.M)
    assert [code for code, _, _ in rows] == list(CODES)
    for code, shown, after in rows:
        before = shown.replace("⏎", "\n")
        if code in REPORTED_CODES:
            assert after == "reported only"
        else:
            assert f"`{htmlrepair.repair(before)}`".replace("\n", "⏎") == after
        assert code in {found.code for found in htmlrepair.diagnose(before).diagnostics}


def test_the_readme_names_all_that_is_public() -> None:
    assert {name for name in htmlrepair.__all__ if not re.search(rf"\b{name}\b", README)} == set()


def test_the_readme_names_files_that_exist() -> None:
    for path in re.findall(r"`((?:htmlrepair|fixtures|tests)/[\w./-]*)`|(fixtures/\S+\.html)", README):
        assert (ROOT.parent / (path[0] or path[1])).exists(), path


def test_the_readme_has_two_commands_for_a_fresh_machine() -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", README, re.S)
    assert len(block.splitlines()) == 2

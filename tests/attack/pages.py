"""``python -m tests.attack.pages PATH...`` checks the promises on other people's pages and prints what does not hold.

A PATH is a page, or a folder whose ``.html`` files are taken. The last lines say of each promise on how many pages it
was checked. What is mended in pages without a parse error is printed too, for a reader to judge.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import htmlrepair
from htmlrepair.construct import RECOVERIES
from tests.attack.promises import broken, lost, without_surrogates
from tests.judges import parse_errors, structure_errors
from tests.test_tree_construction import document
from tests.test_validity import complaints

STRUCTURE: Final = frozenset(recovery.code for recovery in RECOVERIES)
"""What is mended in well-spelled markup."""
PROLOG: Final = frozenset({"expected-tag-name-but-got-question-mark", "unknown-doctype"})
"""What html5lib says of XHTML: of its ``<?xml ?>``, and of its doctype."""


def main() -> int:
    """The exit status: 1 where a promise breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack.pages", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    checked: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for path in pages(parser.parse_args().paths):
        for promise, problem in judged(htmlrepair.diagnose(path.read_bytes())):
            checked[promise] += 1
            failed[promise] += bool(problem)
            if problem:
                print(path, promise, ascii(problem)[:300], flush=True)
    for promise, count in checked.items():
        print(f"{promise}: {failed[promise]} of {count} pages")
    return int(failed.total() > failed["identity"])


def pages(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.html")) if path.is_dir() else [path]


def judged(diagnosis: htmlrepair.Diagnosis) -> Iterator[tuple[str, str]]:
    """Each promise that concerns a page, with what breaks it; empty where it holds."""
    source = without_surrogates(diagnosis.source)
    yield "replay, undo, locality, idempotence, safety", " ".join(broken(source))
    codes = {found.code for found in diagnosis.diagnostics if found.applied}
    if PROLOG.issuperset(parse_errors(source)) and not structure_errors(source):
        yield "identity", " ".join(sorted(codes))
    if diagnosis.html != source:
        yield "nothing lost", lost(htmlrepair.diagnose(source))
        yield "valid", " ".join(complaints(diagnosis.html))
    if codes and codes <= STRUCTURE:
        certain = htmlrepair.repair(source, minimum_confidence="certain")
        yield "browser-true", "" if is_built_alike(certain, source) else "another document"


def is_built_alike(output: str, source: str) -> bool:
    """Whether a browser builds the same of both, white space after the body aside, which goes into what is open."""
    trimmed = [re.sub(r"(?<=</body>)\s+|(?<=</html>)\s+", "", markup, flags=re.I) for markup in (output, source)]
    return document(output) == document(source) or document(trimmed[0]) == document(trimmed[1])


if __name__ == "__main__":
    sys.exit(main())

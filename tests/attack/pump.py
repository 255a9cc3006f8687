"""``python -m tests.attack.pump SECONDS [SEED]`` repeats pieces of hostile documents and prints where time runs away.

A piece, or one piece and then another, is repeated to four lengths; the time of the process has to grow as the length
does. What it finds becomes a case of ``test_time_does_not_grow_with_the_square``.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random
from typing import Final

import htmlrepair
from tests.attack.grammar import hostile_document

_SHORTEST: Final = 2_500
_GROWTH: Final = 6.5
"""Four times the length may take so many times the time."""
_NOTICEABLE: Final = 0.15
"""Less time, in seconds, tells nothing."""
_BEGINNINGS: Final = (
    "",
    "< b >x</ b> < i >y</ i> < em >z</ em>\n",
    "<p ",
    '<a href="',
    "<table><tr><td>",
    "<ul><li>",
    "< a ",
)
_ENDS: Final = ("", ">", "x", "</p>")


def main() -> int:
    """The exit status: 1 where time grows faster than a source."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack.pump", description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("seed", nargs="?", default="0")
    chosen = parser.parse_args()
    random = Random(chosen.seed)
    end = time.monotonic() + chosen.seconds
    tried = found = 0
    while time.monotonic() < end:
        parts = random.choice(_BEGINNINGS), _piece(random), random.choice(("", _piece(random))), random.choice(_ENDS)
        tried += 1
        if _runs_away(*parts):
            found += 1
            print(*map(ascii, parts), flush=True)
    print(f"{tried} sources, seed {chosen.seed}: {found} for which time grows faster than they do")
    return int(bool(found))


def _piece(random: Random) -> str:
    document = hostile_document(random) or "x"
    start = random.randrange(len(document))
    return document[start : start + random.randint(1, 30)]


def _runs_away(before: str, first: str, second: str, after: str) -> bool:
    """Whether the time for the pieces *first* and *second*, repeated, outgrows them wherever it can be told."""
    last = _time(before + _repeated(first, second, _SHORTEST) + after)
    for turn in (1, 2, 3):
        now = _time(before + _repeated(first, second, _SHORTEST * 4**turn) + after)
        if now < _NOTICEABLE and turn < 3:
            last = now
            continue
        if now < max(_NOTICEABLE, _GROWTH * last):
            return False
        last = now
    return True


def _repeated(first: str, second: str, length: int) -> str:
    return first * (length // len(first)) + (second * (length // len(second)) if second else "")


def _time(source: str) -> float:
    start = time.process_time()
    htmlrepair.repair(source)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())

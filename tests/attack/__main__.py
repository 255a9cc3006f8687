"""``python -m tests.attack COUNT [SEED]`` checks so many hostile documents and prints those that break a promise."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random

from tests.attack.grammar import hostile_document
from tests.attack.promises import all_broken, awakened


def main() -> int:
    """The exit status: 1 where a promise breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", nargs="?", default="0")
    parser.add_argument("--browser", action="store_true", help="watch what they do in headless Chromium instead")
    chosen = parser.parse_args()
    found: Counter[str] = Counter()
    sources = (hostile_document(Random(f"{chosen.seed} {number}")) for number in range(chosen.count))
    for source, promise in awakened(sources) if chosen.browser else all_broken(sources):
        found[promise] += 1
        print(promise, ascii(source), flush=True)
    print(f"{chosen.count} documents, seed {chosen.seed}: {dict(found) or 'no promise broken'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())

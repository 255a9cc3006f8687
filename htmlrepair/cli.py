"""The command line: ``htmlrepair [OPTIONS] PATH…``.

Exit status: 0 when all is well, 1 when ``--check`` or ``--diagnostics`` found something to repair, 2 when something
could not be read or was asked for wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from htmlrepair.damage import CODES, DAMAGE_CLASSES
from htmlrepair.diagnostics import Confidence
from htmlrepair.options import Options
from htmlrepair.pipeline import Diagnosis, Repairer
from htmlrepair.source import Decoded, Lines, decode, encode

__all__ = ["main"]

_CLEAN: Final = 0
_FOUND: Final = 1
_COULD_NOT: Final = 2
_SUFFIXES: Final = frozenset({".htm", ".html", ".xhtml"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with *arguments* (``sys.argv`` by default) and return the exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.explain is not None:
        print(_page(chosen.explain))
        return _CLEAN
    if not chosen.paths:
        parser.error("nothing to repair: give a file, a folder with --check or --diagnostics, or - for standard input")
    try:
        options = Options(chosen.codes.split(",") if chosen.codes else CODES, chosen.minimum_confidence)
    except ValueError as error:
        parser.error(str(error))
    status = _CLEAN
    try:
        for path in chosen.paths:
            status = max(status, _run(path, Repairer(options), chosen))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as with ``| head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="htmlrepair",
        description="Print FILES with their mangled markup repaired and every sound byte left alone.",
        epilog="Exit status: 0 all is well, 1 something was found, 2 something could not be done.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, - for standard input, or a folder to look through"
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="print the names of the files that a repair would change")
    mode.add_argument("--diagnostics", action="store_true", help="print what was found, a line each")
    mode.add_argument("--explain", metavar="CODE", choices=CODES, help="print what a code means")
    parser.add_argument("--codes", metavar="CODE,…", help="mend only this damage")
    parser.add_argument(
        "--minimum-confidence",
        default=Confidence.LIKELY.value,
        metavar="WORD",
        help="mend what is at least this sure: certain, likely (the default) or guess",
    )
    return parser


def _page(code: str) -> str:
    page = next(damage.page for damage in DAMAGE_CLASSES if damage.code == code)
    return f"{code}: {page.strip()}"


def _run(path: str, repairer: Repairer, chosen: argparse.Namespace) -> int:
    """Repair what is at *path* and print what was asked for."""
    status = _CLEAN
    is_listing = chosen.check or chosen.diagnostics
    try:
        for name, markup in _read(path, is_listing):
            decoded = decode(markup)
            diagnosis = repairer.diagnose(decoded.text)
            if chosen.diagnostics:
                _print_diagnostics(name, diagnosis)
            elif chosen.check:
                if diagnosis.edits:
                    print(name)
            else:
                _print_repaired(markup, decoded, diagnosis)
            if is_listing and diagnosis.edits:
                status = _FOUND
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"htmlrepair: {path}: {error.strerror or error}", file=sys.stderr)
        return _COULD_NOT
    return status


def _read(path: str, is_listing: bool) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file that *path* stands for."""
    if path == "-":
        yield "-", sys.stdin.buffer.read()
    elif is_listing and Path(path).is_dir():
        for file in sorted(Path(path).rglob("*")):
            if file.suffix.lower() in _SUFFIXES and file.is_file():
                yield str(file), file.read_bytes()
    else:
        yield path, Path(path).read_bytes()


def _print_repaired(markup: bytes, decoded: Decoded, diagnosis: Diagnosis) -> None:
    """The output in the encoding that the source came in; the very bytes when nothing changed."""
    sys.stdout.buffer.write(encode(diagnosis.html, decoded) if diagnosis.edits else markup)


def _print_diagnostics(name: str, diagnosis: Diagnosis) -> None:
    lines = Lines(diagnosis.source)
    for found in diagnosis.diagnostics:
        line, column = lines.position(found.span.start)
        note = "" if found.applied else " (left alone)"
        print(f"{name}:{line}:{column}: {found.code} {found.confidence.value}: {found.message}{note}")

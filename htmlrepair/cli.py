"""The command line: ``htmlrepair [OPTIONS] PATH…``.

Exit status: 0 when all is well, 1 when ``--check`` or ``--diagnostics`` found something to repair, 2 when something
could not be read or was asked for wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from htmlrepair.codes import CODES, page
from htmlrepair.diagnostics import Confidence
from htmlrepair.pipeline import Diagnosis, Repairer
from htmlrepair.source import Decoded, Lines, decode, encode

__all__ = ["main"]

_CLEAN: Final = 0
_FOUND: Final = 1
_COULD_NOT: Final = 2
_SUFFIXES: Final = frozenset({".htm", ".html", ".xhtml"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with *arguments* (``sys.argv`` by default) and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if sys.stdout is None:
        return _complain("output", OSError("standard output is closed"))
    try:
        status = _run(parser, chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as with ``| head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLEAN
    except OSError as error:  # the output can not be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _complain("output", error)
    return status


def _run(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> int:
    """Do what was asked for; the exit status."""
    if chosen.explain is not None:
        print(f"{chosen.explain}: {page(chosen.explain).strip()}")
        return _CLEAN
    if not chosen.paths:
        parser.error("nothing to repair: give a file, a folder with --check or --diagnostics, or - for standard input")
    codes = CODES if chosen.codes is None else [code.strip() for code in chosen.codes.split(",") if code.strip()]
    try:
        repairer = Repairer(
            codes=codes,
            minimum_confidence=chosen.minimum_confidence,
            layout=chosen.layout,
            printer="pretty" if chosen.pretty else "source",
        )
    except ValueError as error:
        parser.error(str(error))
    is_listing = chosen.check or chosen.diagnostics
    unreadable: list[OSError] = []
    files = (file for path in chosen.paths for file in _files(path, is_listing, unreadable))
    status = max((_run_file(file, repairer, chosen) for file in files), default=_CLEAN)
    return max((status, *(_complain(error.filename, error) for error in unreadable)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="htmlrepair",
        description="Print each PATH with its mangled markup repaired and every sound byte left alone.",
        epilog="Exit status: 0 all is well, 1 --check or --diagnostics found something, 2 something could not be done.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, - for standard input, or a folder to look through"
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="print the names of the files that a repair would change")
    mode.add_argument("--diagnostics", action="store_true", help="print what was found, a line each")
    mode.add_argument("--explain", metavar="CODE", choices=CODES, help="print what a code means")
    parser.add_argument("--pretty", action="store_true", help="lay the output out for reading")
    parser.add_argument(
        "--layout",
        default="auto",
        metavar="WORD",
        help="read layout that stands for lost tags: auto (the default), infer or keep",
    )
    parser.add_argument("--codes", metavar="CODE,…", help="mend only this damage")
    parser.add_argument(
        "--minimum-confidence",
        default=Confidence.LIKELY.value,
        metavar="WORD",
        help="mend what is at least this sure: certain, likely (the default) or guess",
    )
    return parser


def _files(path: str, is_listing: bool, unreadable: list[OSError]) -> Iterator[str]:
    """The names of the files that *path* stands for, sorted; why a folder can not be looked through is added."""
    if path == "-" or not (is_listing and os.path.isdir(path)):  # to Path an empty name is the folder one is in
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=unreadable.append):
        folders.sort()
        found = (Path(folder, name) for name in sorted(names) if Path(name).suffix.lower() in _SUFFIXES)
        yield from (str(file) for file in found if file.is_file() or not file.exists())  # a pipe would keep it waiting


def _run_file(name: str, repairer: Repairer, chosen: argparse.Namespace) -> int:
    """Repair one file and print what was asked for; the exit status."""
    try:
        markup = _read(name)
    except OSError as error:
        return _complain(name, error)
    decoded = decode(markup)
    diagnosis = repairer.diagnose(decoded.text)
    if chosen.diagnostics:
        _print_diagnostics(name, diagnosis)
    elif chosen.check:
        if diagnosis.edits:
            print(name)
    else:
        _print_repaired(markup, decoded, diagnosis)
        return _CLEAN
    return _FOUND if diagnosis.edits else _CLEAN


def _read(name: str) -> bytes:
    if name != "-":
        with open(name, "rb") as file:
            return file.read()
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read()


def _complain(name: str, error: OSError) -> int:
    """Say what could not be done, where there is a place to say it; the exit status."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"htmlrepair: {name}: {error.strerror or error}", file=sys.stderr)
    return _COULD_NOT


def _print_repaired(markup: bytes, decoded: Decoded, diagnosis: Diagnosis) -> None:
    """The output in the encoding that the source came in; the very bytes when nothing changed."""
    sys.stdout.flush()
    is_same = diagnosis.html == diagnosis.source
    sys.stdout.buffer.write(markup if is_same else encode(diagnosis.html, decoded))


def _print_diagnostics(name: str, diagnosis: Diagnosis) -> None:
    lines = Lines(diagnosis.source)
    for found in diagnosis.diagnostics:
        line, column = lines.position(found.span.start)
        note = "" if found.applied else " (left alone)"
        print(f"{name}:{line}:{column}: {found.code} {found.confidence.value}: {found.message}{note}")

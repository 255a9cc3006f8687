"""Reads and writes the case files of ``fixtures/``; the format is described in ``fixtures/README.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FIXTURES: Final = Path(__file__).resolve().parent.parent / "fixtures"
CASE_FILES: Final = sorted((FIXTURES / "cases").glob("*.dat"))
SOUND_DOCUMENTS: Final = sorted((FIXTURES / "sound").glob("*.html"))
DAMAGED_DOCUMENTS: Final = sorted(path.parent for path in (FIXTURES / "documents").glob("*/input.html"))

_SECTION: Final = re.compile(r"^#(name|from|data|diagnostics|tokens|output)(?: (.*))?$", re.M)
_ORIGINS: Final = frozenset({"wild", "synthetic", "standard"})


@dataclass(frozen=True)
class Case:
    """One case: what goes in, what comes out, what is reported."""

    file: Path
    name: str
    origin: str
    data: str
    diagnostics: str | None
    tokens: str | None
    output: str

    @property
    def changes(self) -> bool:
        """Whether the output is another text than the input."""
        return self.data != self.output

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.name}"


def read_cases(file: Path) -> list[Case]:
    """The cases of *file*, in order. Raises ``ValueError`` for a file that breaks the format."""
    text = file.read_text("utf-8")
    sections: list[dict[str, str]] = []
    marks = list(_SECTION.finditer(text))
    if marks and text[: marks[0].start()].strip():
        raise ValueError(f"{file}: text before the first section")
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() + 1 : following.start() if following else len(text)]
        if mark[1] == "name":
            sections.append({"name": mark[2]})
            continue
        if mark[1] in sections[-1]:
            raise ValueError(f"{file}: two {mark[1]} sections in {sections[-1]['name']!r}")
        ends_case = following is None or following[1] == "name"
        body = body.removesuffix("\n") if not ends_case or following is None else body.removesuffix("\n\n")
        sections[-1][mark[1]] = mark[2] if mark[1] == "from" else body
    return [_case(file, section) for section in sections]


def _case(file: Path, section: dict[str, str]) -> Case:
    if section.get("from") not in _ORIGINS:
        raise ValueError(f"{file}: {section['name']!r} does not say where it is from: {', '.join(sorted(_ORIGINS))}")
    data = section["data"]
    return Case(
        file,
        section["name"],
        section["from"],
        data,
        section.get("diagnostics"),
        section.get("tokens"),
        section.get("output", data),
    )


def write_cases(file: Path, cases: list[Case]) -> None:
    """Write *cases* to *file* in the format that ``read_cases`` reads."""
    file.write_text(formatted(cases), "utf-8")


def formatted(cases: list[Case]) -> str:
    """The text of a case file that holds *cases*."""
    return "\n".join(map(_formatted, cases))


def _formatted(case: Case) -> str:
    parts = [f"#name {case.name}", f"#from {case.origin}", "#data", case.data]
    for title, body in (("diagnostics", case.diagnostics), ("tokens", case.tokens)):
        if body:
            parts += [f"#{title}", body]
    if case.changes:
        parts += ["#output", case.output]
    return "\n".join(parts) + "\n"

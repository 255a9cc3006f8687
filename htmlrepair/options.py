"""What a caller may choose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from htmlrepair.codes import CODES
from htmlrepair.diagnostics import Confidence

__all__ = ["Options", "options_from"]

_PRINTERS: Final = ("source", "pretty")
_LAYOUTS: Final = ("auto", "infer", "keep")


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a repair. Raises ``ValueError`` for a code or a confidence that does not exist, and
    ``TypeError`` for codes that are no strings.

    >>> Options(codes={"spaced-tag"}).codes
    frozenset({'spaced-tag'})
    """

    codes: Collection[str] = frozenset(CODES)
    """The damage to mend, as codes; all by default. Kept as a frozenset."""
    minimum_confidence: Confidence | str = Confidence.LIKELY
    """Findings below it are reported and left alone. Kept as a ``Confidence``."""
    max_reopened: int = 32
    """How many formatting elements that cross the end of a block are begun again in the next."""
    max_tags: int = 250_000
    """A document with more tags and references is reported and left alone. Each takes 500 to 2,600 bytes.

    Beside tags less-than signs that are text count too.
    """
    max_depth: int = 10_000
    """A document that seems to nest more elements in one another is reported and left alone."""
    layout: str = "auto"
    """Whether layout stands for lost tags: ``auto``, bullets always and all else where a document shows lost markup;
    ``infer``, always; ``keep``, never."""
    printer: str = "source"
    """How the output is printed: ``source``, the source with edits, or ``pretty``, laid out for reading."""

    def __post_init__(self) -> None:
        if not isinstance(self.codes, Iterable):
            raise TypeError(f"codes must be strings, not {self.codes!r}")
        given = [self.codes] if isinstance(self.codes, str) else list(self.codes)
        if not all(isinstance(code, str) for code in given):
            raise TypeError(f"codes must be strings, not {self.codes!r}")
        codes = frozenset(given)
        unknown = sorted(codes - frozenset(CODES))
        if unknown:
            raise ValueError(f"unknown code {unknown[0]!r}; known are {', '.join(sorted(CODES))}")
        object.__setattr__(self, "codes", codes)
        try:
            confidence = Confidence(self.minimum_confidence)
        except ValueError:
            known = ", ".join(member.value for member in Confidence)
            raise ValueError(f"unknown confidence {self.minimum_confidence!r}; known are {known}") from None
        object.__setattr__(self, "minimum_confidence", confidence)
        if self.printer not in _PRINTERS:
            raise ValueError(f"unknown printer {self.printer!r}; known are {', '.join(_PRINTERS)}")
        if self.layout not in _LAYOUTS:
            raise ValueError(f"unknown layout {self.layout!r}; known are {', '.join(_LAYOUTS)}")
        for name in ("max_reopened", "max_tags", "max_depth"):
            cap = getattr(self, name)
            if not isinstance(cap, int) or cap < 0:
                raise ValueError(f"{name} must be a number from 0 on, not {cap!r}")


def options_from(options: Options | None, settings: Mapping[str, Any]) -> Options:
    """*options*, with *settings* in place of its fields. Raises ``ValueError`` for a setting that does not exist."""
    known = [field.name for field in fields(Options)]
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise ValueError(f"unknown option {unknown[0]!r}; known are {', '.join(known)}")
    if options is None:
        return Options(**settings)
    if not isinstance(options, Options):
        raise TypeError(f"options must be an htmlrepair.Options, not {type(options).__name__}")
    return Options(**{name: settings.get(name, getattr(options, name)) for name in known}) if settings else options

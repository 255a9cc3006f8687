"""What mangles a tag or a reference, one function for each way; what they return is what is left of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final, NamedTuple

__all__ = ["MANGLINGS", "MODELS", "Mangled", "MangledToken", "Model", "mangled"]

_TOKEN: Final = re.compile(r"<(?P<solidus>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^<>]*)>|&(?P<reference>#?\w+);")
_QUOTED: Final = re.compile('"([^"]*)"')
_VOID: Final = frozenset({"br", "hr", "img"})
_HOMOGLYPHS: Final = {"p": "р", "a": "а", "o": "о", "e": "е", "c": "с", "i": "і", "x": "х"}
_TRANSLATED: Final = {"strong": "fuerte", "table": "tabla", "a": "enlace", "title": "título"}


class Written(NamedTuple):
    """A tag or a reference as it should be."""

    text: str
    name: str
    attributes: str
    """With the white space before them; empty for none, and for a reference."""
    is_end: bool
    is_reference: bool

    @property
    def is_start(self) -> bool:
        return not self.is_end and not self.is_reference

    @property
    def solidus(self) -> str:
        return "/" if self.is_end else ""


class MangledToken(NamedTuple):
    """A tag or a reference in the damaged text."""

    start: int
    end: int
    truth: str
    """What it was."""
    mangling: str
    """How it was mangled; empty where it is whole."""


class Mangled(NamedTuple):
    """A damaged text."""

    source: str
    truth: str
    tokens: list[MangledToken]
    """In order; all that is not in one of them is as it was."""


Mangling = Callable[[Written, Random], "str | None"]
"""Gives what is left of a tag or reference; None where it leaves such a one whole."""


def _spaced(token: Written, rng: Random) -> str | None:
    if token.is_reference:
        return rng.choice(("& {};", "& {} ;", "&{} ;")).format(token.name)
    if token.is_end:
        return rng.choice(("</ {}>", "< / {} >", "< /{}>", "</ {} >", "</{} >")).format(token.name)
    return rng.choice(("< {}{}>", "< {}{} >", "<\n{}{}\n>")).format(token.name, token.attributes)


def _wide(token: Written, rng: Random) -> str | None:
    if token.is_reference:
        return rng.choice(("＆{};", "&{}；")).format(token.name)
    if token.attributes and rng.random() < 0.5:
        return None
    return rng.choice(("＜{}{}{}＞", "＜{}{}{}＞", "＜{}{}{}>")).format(token.solidus, token.name, token.attributes)


def _bare(token: Written, rng: Random) -> str | None:
    if token.is_reference or token.attributes or token.name in _VOID:
        return None
    if token.is_start and token.name not in ("tr", "tbody", "ul", "ol", "table", "li"):
        return None
    return rng.choice((" {} >", " {}>", " {} >")).format(token.name)


def _lost_less_than(token: Written, _: Random) -> str | None:
    return f"/{token.name}>" if token.is_end else None


def _lost_greater_than(token: Written, rng: Random) -> str | None:
    if token.attributes:
        return f"<{token.name}{token.attributes}" + rng.choice(("", " "))
    return f"</{token.name}" if token.is_end else None


def _lost_solidus(token: Written, _: Random) -> str | None:
    is_closed = token.is_end and token.name in ("strong", "b", "em", "i", "a", "code", "h2", "h3", "h4")
    return f"<{token.name}>" if is_closed else None


def _odd_solidus(token: Written, rng: Random) -> str | None:
    forms = ("<\\/{}>", "<\\ / {}>", "<\\{}>", "<//{}>", "<./{}>", "</./{}>", "<／{}>")
    return rng.choice(forms).format(token.name) if token.is_end else None


def _odd_space(token: Written, rng: Random) -> str | None:
    if token.is_reference:
        return None
    space = rng.choice("\u00a0\u200b\u3000\ufeff")
    if token.attributes:
        return f"<{token.name}{token.attributes.replace(' ', chr(0xA0), 1)}>"
    return rng.choice(("<{0}{1}{2}>", "<{1}{0}{2}>", "<{1}{2}{0}>")).format(space, token.solidus, token.name)


def _misspelled(token: Written, rng: Random) -> str | None:
    if not token.is_end or len(token.name) < 4:
        return None
    at = rng.randint(1, len(token.name) - 2)
    swapped = token.name[:at] + token.name[at + 1] + token.name[at] + token.name[at + 2 :]
    return f"</{swapped}>" if swapped != token.name else None


def _homoglyph(token: Written, rng: Random) -> str | None:
    letters = [letter for letter in token.name if letter in _HOMOGLYPHS]
    if token.is_reference or token.attributes or not letters:
        return None
    letter = rng.choice(letters)
    return f"<{token.solidus}{token.name.replace(letter, _HOMOGLYPHS[letter], 1)}>"


def _split(token: Written, rng: Random) -> str | None:
    if token.is_reference or len(token.name) < 2:
        return None
    at = rng.randint(1, len(token.name) - 1)
    name = rng.choice((f"{token.name[:at]} {token.name[at:]}", " ".join(token.name)))
    return rng.choice(("<{}{}{}>", "< {} {}{} >")).format(token.solidus, name, token.attributes)


def _angle_quotes(token: Written, rng: Random) -> str | None:
    if token.is_reference or token.attributes or token.name in _VOID:
        return None
    return rng.choice(("‹{}{}›", "‹{}{}>", "<{}{}›", "〈{}{}〉")).format(token.solidus, token.name)


def _translated(token: Written, _: Random) -> str | None:
    return (
        f"<{_TRANSLATED[token.name]}>"
        if token.is_start and token.name in _TRANSLATED and not token.attributes
        else None
    )


def _glued(token: Written, _: Random) -> str | None:
    return f"<{token.name}{token.attributes.strip()}>" if token.attributes else None


def _lost_mark(token: Written, rng: Random) -> str | None:
    if not token.attributes.endswith('"'):
        return None
    return f"<{token.name}{token.attributes[:-1]}>" if rng.random() < 0.7 else None


def _curly(token: Written, rng: Random) -> str | None:
    if not token.attributes:
        return None
    opening, closing = rng.choice(("“”", "””", "„“"))
    attributes = _QUOTED.sub(lambda value: opening + value[1] + closing, token.attributes)
    return f"<{token.name}{attributes}>"


def _capitals(token: Written, rng: Random) -> str | None:
    if token.is_reference:
        return None
    name = rng.choice((token.name.upper(), token.name.capitalize()))
    return f"< {token.solidus} {name}{token.attributes} >" if token.is_end else f"< {name}{token.attributes} >"


MANGLINGS: Final[Mapping[str, Mangling]] = {
    "spaced": _spaced,
    "wide": _wide,
    "bare": _bare,
    "lost <": _lost_less_than,
    "lost >": _lost_greater_than,
    "lost /": _lost_solidus,
    "odd /": _odd_solidus,
    "odd space": _odd_space,
    "misspelled": _misspelled,
    "homoglyph": _homoglyph,
    "split": _split,
    "angle quotes": _angle_quotes,
    "translated": _translated,
    "glued": _glued,
    "lost mark": _lost_mark,
    "curly": _curly,
    "capitals": _capitals,
}
"""The ways by name."""


class Model(NamedTuple):
    """Which damage a text gets."""

    manglings: tuple[str, ...]
    """One is chosen for each token; the first stands in where it leaves such a token whole."""
    share: float
    """How much of the tokens is mangled; 0 for a single one."""


_ALL: Final = tuple(MANGLINGS)
MODELS: Final[Mapping[str, Model]] = {
    "slip": Model(_ALL, 0.0),
    "few": Model(_ALL, 0.1),
    "third": Model(_ALL, 0.35),
    "most": Model(_ALL, 0.8),
    "all spaced": Model(("spaced",), 1.0),
    "spaced and bare": Model(("spaced", "bare"), 1.0),
    "spaced and wide": Model(("spaced", "wide"), 0.9),
    "bare and cut": Model(("spaced", "bare", "lost <"), 0.9),
    **{name: Model((name,), 0.3) for name in MANGLINGS},
}
"""The models by name."""


def mangled(truth: str, model: Model, rng: Random) -> Mangled:
    """*truth* damaged as *model* says."""
    written = list(_TOKEN.finditer(truth))
    chosen = {rng.randrange(len(written))} if not model.share and written else set()
    pieces: list[str] = []
    tokens: list[MangledToken] = []
    at = length = 0
    for index, match in enumerate(written):
        token = Written(
            match[0],
            match["name"] or match["reference"],
            match["attributes"] or "",
            bool(match["solidus"]),
            match["reference"] is not None,
        )
        left, mangling = token.text, ""
        if index in chosen or rng.random() < model.share:
            for name in (rng.choice(model.manglings), model.manglings[0]):
                found = MANGLINGS[name](token, rng)
                if found is not None and found != token.text:
                    left, mangling = found, name
                    break
        pieces += [truth[at : match.start()], left]
        length += match.start() - at
        tokens.append(MangledToken(length, length + len(left), token.text, mangling))
        length += len(left)
        at = match.end()
    pieces.append(truth[at:])
    return Mangled("".join(pieces), truth, tokens)

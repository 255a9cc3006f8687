"""How far tables and lists reach, as their tags alone tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from htmlrepair.tokens import EndTag, StartTag, Token

__all__ = ["Extents"]


class Extents:
    """How far tables, or lists, reach, by their tags alone: known after one pass, however many of them ask."""

    __slots__ = ("_depths", "_last_end", "_last_part", "lacking")

    def __init__(self, tokens: Sequence[Token], parts: Collection[str], containers: Collection[str]) -> None:
        self._depths: list[int] = []
        """How many of *containers* are open after each token."""
        self._last_part: dict[int, int] = {}
        """The place of the last tag of one of *parts* in so many of them."""
        self._last_end: dict[int, int] = {}
        """The place of the last end tag that leaves so many of them open."""
        depth = 0
        for place, token in enumerate(tokens):
            if isinstance(token, (StartTag, EndTag)):
                if token.name in parts:
                    self._last_part[depth] = place
                elif token.name in containers and isinstance(token, StartTag):
                    depth += 1
                elif token.name in containers:
                    depth -= 1
                    self._last_end[depth] = place
            self._depths.append(depth)
        self.lacking = max(0, depth)
        """How many of *containers* lack their end tag, but for those that were ended without one since."""

    def goes_on(self, place: int) -> bool:
        """Whether a part of what is open at *place*, or its end tag, comes after it."""
        depth = self._depths[place]
        return max(self._last_part.get(depth, -1), self._last_end.get(depth - 1, -1)) > place

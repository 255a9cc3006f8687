"""The repair pass: chooses a reading for each malformed token, over the whole document."""

from __future__ import annotations

from htmlrepair.resolve.rounds import Resolution, resolve
from htmlrepair.resolve.settled import settled
from htmlrepair.resolve.view import FEWEST_MANGLED, Decision

__all__ = ["FEWEST_MANGLED", "Decision", "Resolution", "resolve", "settled"]

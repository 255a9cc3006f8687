"""The repair pass: chooses a reading for each malformed token, over the whole document."""

from __future__ import annotations

from htmlrepair.resolve.rounds import Resolution, resolve
from htmlrepair.resolve.settled import settled
from htmlrepair.resolve.view import Decision

__all__ = ["Decision", "Resolution", "resolve", "settled"]

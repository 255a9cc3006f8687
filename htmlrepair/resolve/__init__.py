"""The repair pass: chooses a reading for each malformed token, over the whole document."""

from __future__ import annotations

from htmlrepair.resolve.decisions import Decision, Resolution, resolve

__all__ = ["Decision", "Resolution", "resolve"]

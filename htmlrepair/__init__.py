"""Repairs HTML whose markup was mangled: text with broken tags in, valid HTML out, everything else byte for byte."""

from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, Move, apply_edits, undo_edits
from htmlrepair.options import Options
from htmlrepair.pipeline import Diagnosis, Repairer, diagnose, repair
from htmlrepair.source import Span
from htmlrepair.tokenizer import tokenize

__all__ = [
    "Confidence",
    "Diagnosis",
    "Diagnostic",
    "Edit",
    "Move",
    "Options",
    "Repairer",
    "Span",
    "apply_edits",
    "diagnose",
    "repair",
    "tokenize",
    "undo_edits",
]

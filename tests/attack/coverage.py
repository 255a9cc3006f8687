"""``python -m tests.attack.coverage [-max_total_time=1800]``: fuzzing led by coverage, with atheris.

What it finds becomes a case of ``fixtures/cases/``.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run until a promise breaks, or as libFuzzer's arguments say."""
    import atheris  # its wheels are for few machines, so it is in none of the extras

    with atheris.instrument_imports(include=["htmlrepair"]):
        import htmlrepair
        from htmlrepair.source import decode

    def attack(data: bytes) -> None:
        text, encoding, _ = decode(data)
        assert htmlrepair.diagnose(data).encoding == encoding
        diagnosis = htmlrepair.diagnose(text)
        assert htmlrepair.apply_edits(text, diagnosis.edits) == diagnosis.html
        assert htmlrepair.undo_edits(diagnosis.html, diagnosis.edits) == text
        assert htmlrepair.repair(diagnosis.html) == diagnosis.html

    atheris.Setup(sys.argv, attack)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

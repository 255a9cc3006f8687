"""EUC-JP as browsers read and write it; Python's codec lacks characters that NEC added, such as ① and 髙.

Spec: https://encoding.spec.whatwg.org/#euc-jp-decoder
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Final

from htmlrepair.iso_2022_jp import AS_BROWSERS, AS_PYTHON, ERROR, kanji

__all__ = ["decode", "encode"]

_NEC_ROWS: Final = (12, 88, 89, 90, 91)
_HANDLER: Final = "htmlrepair.euc_jp"


def decode(markup: bytes) -> str:
    r"""*markup* as text; what no character could be made of is U+FFFD.

    >>> decode(b"\xb4\xc1\xad\xa1<"), decode(b"\xb4<")
    ('漢①<', '\ufffd<')
    """
    return markup.decode("euc_jp", _HANDLER).translate(AS_BROWSERS)


def encode(text: str) -> bytes:
    r"""*text* as bytes; a character that the encoding lacks is a numeric character reference.

    >>> encode("漢①é☃")
    b'\xb4\xc1\xad\xa1\x8f\xab\xb1&#9731;'
    """
    nec = _nec()
    pieces = re.split(f"([{''.join(nec)}])", text.translate(AS_PYTHON))
    return b"".join(nec[piece] if piece in nec else piece.encode("euc_jp", "xmlcharrefreplace") for piece in pieces)


@cache
def _nec() -> dict[str, bytes]:
    """The characters that NEC added, but for those that are elsewhere too, with their bytes."""
    pairs = {kanji(row, cell): bytes((row + 0xA1, cell + 0x80)) for row in _NEC_ROWS for cell in range(0x21, 0x7F)}
    return {text: pair for text, pair in pairs.items() if text != ERROR and len(text.encode("euc_jp", "ignore")) != 2}


def _decode_nec(error: UnicodeError) -> tuple[str, int]:
    """What stands for the bytes at which Python's codec stopped, and where it goes on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) == 2 and min(pair) > 0xA0 and max(pair) < 0xFF:
        return kanji(pair[0] - 0xA1, pair[1] - 0x80), error.start + 2
    return ERROR, error.end


codecs.register_error(_HANDLER, _decode_nec)

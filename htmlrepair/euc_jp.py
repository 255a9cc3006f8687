"""EUC-JP as browsers read and write it; Python's codec lacks characters that NEC added, such as ① and 髙.

Spec: https://encoding.spec.whatwg.org/#euc-jp-decoder
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Final

from htmlrepair.iso_2022_jp import ERROR, Codes, codes, kanji

__all__ = ["decode", "encode"]

_HANDLER: Final = "htmlrepair.euc_jp"
_AS_BROWSERS: Final = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
"""The characters for which Python's codec has other code points, with those of browsers."""
_STOP: Final = re.compile(rb"([\xa1-\xfe])([\xa1-\xfe])|(?:\x8f[\xa1-\xfe]|[\x8e\x8f\xa1-\xfe])[\x80-\xff]?|[\s\S]")
"""Bytes at which Python's codec stops: a character after all, or what goes for one that there is not."""


def decode(markup: bytes) -> str:
    r"""*markup* as text; what no character could be made of is U+FFFD.

    >>> decode(b"\xb4\xc1\xad\xa1<"), decode(b"\xb4<")
    ('漢①<', '\ufffd<')
    """
    markup = markup.replace(b"\x8f\xa2\xb7", b"\xa1\xc1")  # which to Python is the tilde of ASCII
    return markup.decode("euc_jp", _HANDLER).translate(_AS_BROWSERS)


def encode(text: str) -> bytes:
    r"""*text* as bytes; a character that the encoding lacks is a numeric character reference.

    >>> encode("漢①é☃")
    b'\xb4\xc1\xad\xa1\x8f\xab\xb1&#9731;'
    """
    return text.translate(_codes()).encode("latin-1")


@cache
def _codes() -> Codes:
    """What stands for each character, each byte a character; JIS X 0208 goes before JIS X 0212."""
    high = range(0xA1, 0xFF)
    rare = [bytes((0x8F, row, cell)) for row in high for cell in high]
    katakana = [bytes((0x8E, code)) for code in range(0xA1, 0xE0)]
    found = {decode(code): code.decode("latin-1") for code in rare + katakana}
    del found[ERROR]
    return Codes(str.maketrans(found) | codes())


def _decode_stop(error: UnicodeError) -> tuple[str, int]:
    """What stands for the bytes at which Python's codec stopped, and where it goes on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stop = next(_STOP.finditer(error.object, error.start))
    return ERROR if stop[1] is None else kanji(stop[1][0] - 0xA1, stop[2][0] - 0x80), stop.end()


codecs.register_error(_HANDLER, _decode_stop)

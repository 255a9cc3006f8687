"""Bytes become text as a browser would decode them, and go back."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import product
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import htmlrepair
from htmlrepair import euc_jp, iso_2022_jp
from htmlrepair.source import Lines, decode, encode


@pytest.mark.parametrize(
    ("markup", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("é".encode(), "é", "utf-8"),
        (b"\xe9", "é", "windows-1252"),
        (b"\xef\xbb\xbf<meta charset=latin1>\xc3\xa9", "<meta charset=latin1>é", "utf-8"),
        (b"\xff\xfea\x00b\x00", "ab", "utf-16le"),
        (b"\xfe\xff\x00a\x00b", "ab", "utf-16be"),
        (b"\xff\xfea\x00b", "a\ufffd", "utf-16le"),
        (b"<meta charset='iso-8859-2'>\xe8", "<meta charset='iso-8859-2'>č", "iso-8859-2"),
        (b'<meta content="text/html; charset=koi8-r" http-equiv=Content-Type>\xc1', None, "koi8-r"),
        (b'<META http-equiv="content-type" content="text/html;charset=\'gbk\'">\xc4\xe3', None, "gbk"),
        (b'<meta content="text/html; charset=koi8-r">\xe9', None, "windows-1252"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", None, "utf-8"),
        (b"<a title='<meta charset=koi8-r>'><meta charset=windows-1251>", None, "windows-1251"),
        (b"<meta charset=utf-16>\xc3\xa9", None, "utf-8"),
        (b"<meta charset=x-user-defined>", None, "windows-1252"),
        (b"<meta charset=klingon>\xc3\xa9", None, "utf-8"),
        (b"<meta charset=klingon>\xe9", None, "windows-1252"),
        (b"<meta charset=ascii>\xe9", None, "windows-1252"),
        (b" " * 1024 + b"<meta charset=koi8-r>\xe9", None, "koi8-r"),
        (b" " * 1024 + b"<p><meta charset=koi8-r>\xe9", None, "windows-1252"),
        ("чай Ж".encode()[:-1], "чай \ufffd", "utf-8"),
        ("tea Ж".encode()[:-1], "tea Ð", "windows-1252"),
        (b"\xc3\xa9 \xe9 x", "Ã© é x", "windows-1252"),
        (b"\x81\x92", "\x81’", "windows-1252"),
        (b"<meta charset=gb2312>\x810\x8a9o", "<meta charset=gb2312>ño", "gbk"),
        (b"<meta charset=euc-kr>\x8c\x63A", "<meta charset=euc-kr>똠A", "euc-kr"),
        (b"<meta charset=big5>\x9d\xeeA", "<meta charset=big5>㗎A", "big5"),
        (b"<meta charset=sjis>\x87\x40\xfb\xfcA", "<meta charset=sjis>①髙A", "shift_jis"),
        (b"<meta charset=shift_jis>\x93\xfa\x96", "<meta charset=shift_jis>日\ufffd", "shift_jis"),
    ],
)
def test_decoding(markup: bytes, text: str | None, encoding: str) -> None:
    decoded = decode(markup)
    assert decoded.encoding == encoding
    if text is not None:
        assert decoded.text == text


@pytest.mark.parametrize("name", ["utf-8", "windows-1252", "koi8-r", "gbk", "shift_jis", "euc-kr", "big5"])
def test_bytes_go_back_as_they_came(name: str) -> None:
    markup = f"<meta charset={name}>< b >x\xa0".encode("ascii", "ignore")
    decoded = decode(markup)
    assert encode(decoded.text, decoded) == markup
    assert decoded.encoding == name


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]))
def test_no_bytes_raise(markup: bytes, mark: bytes) -> None:
    decoded = decode(mark + markup)
    assert isinstance(encode(decoded.text, decoded), bytes)


def test_a_character_that_the_encoding_lacks_becomes_a_reference() -> None:
    decoded = decode(b"<meta charset=latin1>\xe9")
    assert encode("é 日", decoded) == b"\xe9 &#26085;"


@pytest.mark.parametrize("inside", ["<!-- <p> -->", "<script>'<body>'</script>", "<title><p></title>"])
def test_a_long_head_may_declare_its_encoding_late(inside: str) -> None:
    head = f"<head>{inside}<style>{'x' * 2000}</style>"
    assert decode(f"{head}<meta charset=koi8-r><p>чай".encode("koi8-r")).encoding == "koi8-r"
    assert decode(f"{head}</head><meta charset=koi8-r>чай".encode()).encoding == "utf-8"
    assert decode(f"{head}<p><meta charset=koi8-r>чай".encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("source", "output"),
    [
        # what declares the encoding goes into a comment
        ("<head><title>x</ title><meta charset=koi8-r></head><p>чай", "<!--<meta charset=koi8-r>-->"),
        # or is behind the first kilobyte
        (f"<p>{'</ b>' * 200}< b >x</ b><meta charset=koi8-r>чай", "<b>x</b>"),
    ],
)
def test_bytes_that_no_longer_say_their_encoding_are_utf_8(source: str, output: str) -> None:
    decoded = decode(source.encode("koi8-r"))
    html = htmlrepair.repair(decoded.text)
    assert output in html
    assert decode(encode(html, decoded)).text == html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (b"\x1b$B4A;z\x1b(B<", "漢字<"),
        (b"\x1b$B-!\x1b(J\\", "①¥"),  # a row that Python's codec does not know
        (b"\x1b(I<b>\x1b(B<b>", "ｼ\ufffdｾ<b>"),
        (b'<a title="\x1b)y" x=\'">\'>', '<a title="\ufffd)y" x=\'">\'>'),  # it would skip the quotation mark
        (b"\x1b$B4\x1b(B\x1b(B<", "\ufffd\ufffd<"),
        (b"a\x1b", "a\ufffd"),
        (b"\x1b$B!\n4A!\x1b", "\ufffd漢\ufffd\ufffd"),  # a wrong byte goes with the lead, but for an escape
    ],
)
def test_iso_2022_jp_is_read_as_browsers_do(markup: bytes, text: str) -> None:
    assert iso_2022_jp.decode(markup) == text
    declaration = b"<meta charset=iso-2022-jp>"
    assert decode(declaration + markup).text == declaration.decode() + text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (b"\xb4\xc1\xbb\xfa<b>", "漢字<b>"),
        (b"\xad\xa1\xfc\xe2", "①髙"),  # rows that Python's codec does not know
        (b"\xa1\xc1", "～"),  # which Python takes for another character
        (b"\x8e\xb1\x8f\xab\xb1", "ｱé"),
        (b"\xad<b>\xff", "\ufffd<b>\ufffd"),
        (b"\x8f\xa2\xb7~", "～~"),
        (b"\x8fZ", "\ufffdZ"),  # an incomplete character at the end takes no ASCII with it
        (b"\x8f\x8fZ", "\ufffdZ"),
        (b"\x8e\x8fZ", "\ufffdZ"),
        (b"\x8f\xb0Z", "\ufffdZ"),
        (b"\x8e\xe0\x8f\xa1\xa1\xb4\xc1", "\ufffd\ufffd漢"),  # a wrong byte that is not ASCII goes with the lead
    ],
)
def test_euc_jp_is_read_as_browsers_do(markup: bytes, text: str) -> None:
    assert euc_jp.decode(markup) == text
    declaration = b"<meta charset=euc-jp>"
    assert decode(declaration + markup).text == declaration.decode() + text


@pytest.mark.parametrize("name", ["euc-jp", "iso-2022-jp"])
def test_bytes_of_japanese_text_stay(name: str) -> None:
    source = f"<meta charset={name}><p>漢字〜を− 10℃</ p>".encode(name.replace("-", "_"))
    decoded = decode(source)
    assert "～を－" in decoded.text  # other characters to browsers than to Python
    assert encode(decoded.text.replace("</ p>", "</p>"), decoded) == source.replace(b"</ p>", b"</p>")


def test_bytes_of_the_characters_that_nec_added_stay() -> None:
    source = b"<meta charset=euc-jp>\xad\xa1\xf9\xa1\xfc\xfc\xfc\xfe"
    decoded = decode(source)
    assert encode(decoded.text, decoded) == source


def _codes_of(name: str) -> Iterator[bytes]:
    """All bytes that may be one character."""
    ascii_codes = (bytes((code,)) for code in range(0x80))
    if name == "euc-jp":
        high = range(0xA1, 0xFF)
        yield from ascii_codes
        yield from (bytes((0x8E, code)) for code in range(0xA1, 0xE0))
        yield from (mark + bytes(pair) for mark in (b"", b"\x8f") for pair in product(high, high))
    else:
        singles = (b"\x1b" + mode + code for code in ascii_codes for mode in (b"(B", b"(I", b"(J"))
        yield from (code + b"\x1b(B" for code in singles)
        yield from (b"\x1b$B" + bytes(pair) + b"\x1b(B" for pair in product(range(0x21, 0x7F), repeat=2))


@pytest.mark.parametrize(("name", "module"), [("euc-jp", euc_jp), ("iso-2022-jp", iso_2022_jp)])
def test_every_character_that_an_encoding_has_goes_back(name: str, module: ModuleType) -> None:
    texts = {module.decode(code) for code in _codes_of(name)}
    texts = {text for text in texts if "\ufffd" not in text}
    assert len(texts) == {"euc-jp": 13303, "iso-2022-jp": 7516}[name]
    assert {text for text in texts if module.decode(module.encode(text)) != text} == set()


@pytest.mark.parametrize("name", ["euc-jp", "iso-2022-jp", "shift_jis"])
def test_a_character_that_would_come_back_as_another_is_a_reference(name: str) -> None:
    decoded = decode(f"<meta charset={name}>".encode())
    text = decoded.text + "\n".join(chr(code) for code in range(0x20, 0x20000))
    back = decode(encode(text, decoded))
    assert back.encoding == name
    pairs = zip(text.split("\n"), back.text.split("\n"), strict=True)
    assert [was for was, now in pairs if now not in (was, f"&#{ord(was[-1])};")] == ["−"]


def test_characters_go_where_the_standard_has_them() -> None:
    assert euc_jp.encode("∪№纊¬−～é") == b"\xa2\xc0\xad\xe2\xf9\xa1&#172;\xa1\xdd\xa1\xc1\x8f\xab\xb1"
    assert iso_2022_jp.encode("①<ｱ漢¥\\\x1b") == b"\x1b$B-!\x1b(B<\x1b(I1\x1b$B4A\x1b(J\\\x1b(B\\&#27;"


@pytest.mark.parametrize("module", [euc_jp, iso_2022_jp])
@pytest.mark.parametrize("text", ["①", "ab①", "☃", "ｱ漢"])
def test_encoding_takes_little_memory(module: ModuleType, text: str) -> None:
    text *= 20_000
    size = len(module.encode(text))
    tracemalloc.start()
    module.encode(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * size


def test_bytes_are_repaired_in_their_encoding() -> None:
    diagnosis = htmlrepair.diagnose("<meta charset=koi8-r>< b >чай</ b>".encode("koi8-r"))
    assert diagnosis.html == "<meta charset=koi8-r><b>чай</b>"
    assert diagnosis.encoding == "koi8-r"
    assert htmlrepair.diagnose("x").encoding is None


def test_lines_count_every_line_end_once() -> None:
    lines = Lines("a\r\nb\rc\n")
    assert [lines.position(offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]

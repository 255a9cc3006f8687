"""Bytes become text as a browser would decode them, and go back."""

from __future__ import annotations

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


def test_bytes_are_repaired_in_their_encoding() -> None:
    diagnosis = htmlrepair.diagnose("<meta charset=koi8-r>< b >чай</ b>".encode("koi8-r"))
    assert diagnosis.html == "<meta charset=koi8-r><b>чай</b>"
    assert diagnosis.encoding == "koi8-r"
    assert htmlrepair.diagnose("x").encoding is None


def test_lines_count_every_line_end_once() -> None:
    lines = Lines("a\r\nb\rc\n")
    assert [lines.position(offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]

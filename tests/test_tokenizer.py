"""Where the tokenizer finds malformed markup, and where a browser's reading leaves none."""

from __future__ import annotations

import pytest

import htmlrepair
from htmlrepair.attributes import parse_attributes
from htmlrepair.tokenizer import scan
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    CommentToken,
    DoctypeToken,
    EndTag,
    MalformedMarkup,
    RawText,
    ReadingKind,
    StartTag,
)


def kinds(source: str) -> list[tuple[str, str]]:
    return [(type(token).__name__, token.span.cut(source)) for token in htmlrepair.tokenize(source)]


def malformed(source: str) -> list[str]:
    return [token.text for token in htmlrepair.tokenize(source) if isinstance(token, MalformedMarkup)]


def test_every_kind_of_token() -> None:
    source = "<!doctype html><!-- c --><p class=x>a &amp; b< b ></p><style>p > a</style>"
    assert [type(token) for token in htmlrepair.tokenize(source)] == [
        DoctypeToken,
        CommentToken,
        StartTag,
        Characters,
        CharacterReference,
        Characters,
        MalformedMarkup,
        EndTag,
        StartTag,
        RawText,
        EndTag,
    ]


def test_an_empty_source_has_no_tokens() -> None:
    assert list(htmlrepair.tokenize("")) == []


def test_weak_fragments_are_tokens_with_readings() -> None:
    (token,) = [token for token in htmlrepair.tokenize("Note : strong > x") if isinstance(token, MalformedMarkup)]
    assert [reading.kind for reading in token.readings] == [
        ReadingKind.END_TAG,
        ReadingKind.START_TAG,
        ReadingKind.TEXT,
    ]
    assert malformed("tr > < td >") == ["tr >", "< td >"]
    assert malformed("art./p> and more") == ["/p>"]
    assert malformed("  • one\n• two") == ["• ", "• "]
    assert malformed("one • two") == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>< b >& nbsp;</script>",
        "<script><!-- <script>< b ></script>< b > --></script>",
        "<style>ul > li { } < b ></style>",
        "<textarea>< b ></textarea>",
        "<title>< b ></title>",
        "<xmp>< b ></xmp>",
        "<plaintext>< b >",
        "<!-- < b > -->",
        "<!--[if lt IE 9]>< b ><![endif]-->",
        "<svg>< b ></svg>",
        "<select>< b ></select>",
        "<noscript>< b ></noscript>",
        "<template>< b ></template>",
        "`< b >`",
        "``a ` < b >``",
        "```\n\n< b >\n```\n",
        "```\n< b >\n\n< i >",
        "note\n~~~\n< b >\n~~~",
        "   ~~~ html\n< b >\n  ~~~~ \n`< b >`",
        "```\r\r< b >\r\r```\r",
        "{{ a < b > c }}",
        "{% if a < b > c %}",
        "<?php if (a < b > c) ?>",
        "<% if a < b > c %>",
        '<p title="< b >">',
        "<p title=< b >",
        "<svg><style></svg>< b ></style>< b >",
        "<svg><foreignObject><div></svg>< b ></div>< b >",
        "<math><![CDATA[ ]]></math>< b >",
        '<noscript><p title="</noscript>< b >"></noscript>< b >',
    ],
)
def test_nothing_is_malformed_where_a_browser_reads_no_text(source: str) -> None:
    assert malformed(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<script></script>< b >", ["< b >"]),
        ("<script><!-- <script></script> --></script>< b >", ["< b >"]),
        ("<script><!--></script>< b >", ["< b >"]),
        ("<svg><path/></svg>< b >", ["< b >"]),
        ("<svg/>< b >", ["< b >"]),
        ("<svg><title>x</title><foreignObject><p>y</p></foreignObject></svg>< b >", ["< b >"]),
        ("<svg><style>a{}</style></svg>< b >", ["< b >"]),
        ("`a\n\nb` < b >", ["< b >"]),
        ("a ` b < b >", ["< b >"]),
        ("a    ```\n< b >", ["< b >"]),
        ("   ~~~\nx\n   ~~~\n< b >", ["< b >"]),
        ("Title\n~~~~~\n\n< b >", ["< b >"]),
        ("```\nx\n```\n< b >", ["< b >"]),
        ("<title>a & nbsp; b</title>", ["& nbsp;"]),
        ("</ b><!-- x --></ i>", ["</ b>", "</ i>"]),
    ],
)
def test_malformed_markup_is_found_where_a_browser_reads_text(source: str, expected: list[str]) -> None:
    assert malformed(source) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_are_white_space(line_end: str) -> None:
    tag = f'<{line_end}span{line_end}class = "x"{line_end}>'
    assert malformed(tag) == [tag]
    assert malformed(f'<{line_end}{line_end}span class="x">') == []
    assert malformed(f"`a{line_end}{line_end}b` < b >") == ["< b >"]
    assert malformed(f"one{line_end}• two") == ["• "]


def test_a_tag_without_its_end_is_inert() -> None:
    assert kinds('a <p title="x < b >') == [("Characters", "a "), ("RawText", '<p title="x < b >')]


def test_attributes_as_a_browser_reads_them() -> None:
    tag = "<a/href = 'x' b=c/d e f='' g=\"h>i\" =j a&amp=1 href=y>"
    assert [(attribute.name, attribute.value) for attribute in parse_attributes(tag)] == [
        ("href", "x"),
        ("b", "c/d"),
        ("e", ""),
        ("f", ""),
        ("g", "h>i"),
        ("=j", ""),
        ("a&amp", "1"),
    ]
    assert parse_attributes("<a b='&lt;&copy=&copyx;&notit;&#x92;&#0;'>")[0].value == "<&copy=&copyx;&notit;’\ufffd"


def test_a_tag_that_closes_itself() -> None:
    def is_self_closing(tag: str) -> bool:
        (token,) = htmlrepair.tokenize(tag)
        return isinstance(token, StartTag) and token.is_self_closing

    assert is_self_closing("<a/>")
    assert is_self_closing("<a b='c'/>")
    assert not is_self_closing("<a b=c/>")
    assert not is_self_closing("<a b=c b=/>")
    assert not is_self_closing("<a>")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("low {tide} `b` {{ c }} ", ["`b`", "{{ c }}"]),
        (" {", []),
        ("<% `b` %>`c", ["<% `b` %>"]),
    ],
)
def test_where_text_shows_code(source: str, shown: list[str]) -> None:
    assert [span.cut(source) for span in scan(source).verbatim] == shown

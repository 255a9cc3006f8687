"""Strategies for generated markup: sound, mangled and hostile pieces in any order."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

WORDS: Final = (
    "tea",
    "the north window",
    "und dann",
    "Ещё",
    "庭の",
    "a < b",
    "Q & A;",
    "p > .05",
    "x=1;",
    "•",
    "《p》",
    "",
)
NAMES: Final = (
    "b",
    "strong",
    "p",
    "td",
    "tr",
    "table",
    "li",
    "ul",
    "a",
    "span",
    "h2",
    "code",
    "pre",
    "div",
    "br",
    "em",
)
HOSTILE_NAMES: Final = (
    "script style textarea title iframe noscript svg math select template frameset xmp plaintext form input body html"
    " object noembed option button label image foreignObject desc"
).split()
ATTRIBUTES: Final = (
    'class="x"',
    "class = “x y”",
    'href = "https: // example .org / a"',
    'href="https: //example.org "target =" _ blank "',
    'href="javascript:x()"',
    'href = "java&#115;cript:x()"',
    'href=" javascript : x()"',
    'src = "x"',
    "src=x",
    "onclick=x()",
    'onclick = "x()"',
    "onerror=”x()”",
    'style = "color: # 336699"',
    'style="background: url(x)"',
    "style=“background: url (x)”",
    'title="a > b"',
    'title="<b>"',
    'title="</title><img src=x onerror=y>"',
    "hidden",
    "colspan = 2",
    'width = "100 %"',
    "class='",
    'class="',
    'data-x="&amp;nbsp;"',
    'alt="&copy=1 &copy"',
)
REFERENCES: Final = (
    "&nbsp;",
    "& nbsp;",
    "&nbsp ;",
    "& lt;",
    "& gt ;",
    "&amp;nbsp;",
    "& amp ; nbsp ;",
    "&amp;lt;",
    "&amp;amp;nbsp;",
    "＆nbsp；",
    "&nbsp؛",
    "& # 39 ;",
    "&#150;",
    "&#x92",
    "&copy",
    "&ampnbsp;",
    "&amp",
    "&",
    "& Nbsp;",
    "& gamma;",
    "& # 60 ;",
)
TEXT_MARKS: Final = (
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "--!>",
    "< ! -- x -->",
    "<! - - x - - >",
    "<!doctype html>",
    "< ! DOCTYPE html >",
    "<![CDATA[",
    "]]>",
    "<?php echo ?>",
    "<?",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "{{",
    "}}",
    "{% x %}",
    '"',
    "”",
    "＜",
    "＞",
    "\x00",
    "\ud800",
    "\r",
    "\ufeff",
    "strong >",
    "/p>",
    ". li >",
    "• one",
    "\n• one\n• two\n",
    "\n  ◦ two\n",
    "\n1. one\n2. two\n3. three\n",
    "\na\tb\nc\td\n",
    "\n\nsome text\n\n",
    "\n    ul >\n",
    "<\\/b>",
    "</р>",
    '<ahref="/x">',
    "‹b›",
    "tr align = right>",
    "u003cbu003e",
    "u003c/bu003e",
    "&lt;p&gt;",
    "&lt;/p&gt;",
    "</br>",
    "</ br>",
    "</img>",
    "<br/ >",
)
TAG_SHAPES: Final = (
    "<{name}{attributes}>",
    "</{name}>",
    "< {name}{attributes} >",
    "</ {name}>",
    "< / {name} >",
    "< /{name}>",
    "<{name}{attributes}/>",
    "< {name}{attributes} / >",
    "＜{name}{attributes}＞",
    "＜/{name}＞",
    "<\n{name}{attributes}\n>",
    "<{name}{attributes} >",
    "{name} >",
    "/{name}>",
    "<{name}＞",
    "&lt;{name}&gt;",
    "<{name}",
)


def _tags(names: tuple[str, ...] | list[str]) -> st.SearchStrategy[str]:
    attributes = st.lists(st.sampled_from(ATTRIBUTES), max_size=3).map(
        lambda found: "".join(f" {text}" for text in found)
    )
    return st.builds(
        lambda shape, name, written: shape.format(name=name, attributes=written),
        st.sampled_from(TAG_SHAPES),
        st.sampled_from(names),
        attributes,
    )


def _elements() -> st.SearchStrategy[str]:
    """An element with both its tags, each mangled or not."""
    starts = st.sampled_from(("<{}>", "< {} >", "< {}>", "＜{}＞", '< {} class = "x">', "<{} >"))
    ends = st.sampled_from(("</{}>", "</ {}>", "< / {} >", "< /{}>", "＜/{}＞", "{} >", ""))
    content = st.sampled_from((*WORDS, *REFERENCES))
    return st.builds(
        lambda start, end, name, inside: start.format(name) + inside + end.format(name),
        starts,
        ends,
        st.sampled_from(NAMES),
        content,
    )


def documents(max_size: int = 14) -> st.SearchStrategy[str]:
    """Texts with markup of every kind."""
    pieces = st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(REFERENCES),
        st.sampled_from(TEXT_MARKS),
        _tags(NAMES),
        _elements(),
    )
    return st.lists(pieces, max_size=max_size).map("".join)


def hostile_documents(max_size: int = 14) -> st.SearchStrategy[str]:
    """The same with elements that run scripts, change how text is read, or are not modelled."""
    pieces = st.one_of(
        st.sampled_from(REFERENCES),
        st.sampled_from(TEXT_MARKS),
        _tags(NAMES),
        _tags(HOSTILE_NAMES),
        _elements(),
    )
    return st.lists(pieces, max_size=max_size).map("".join)


SOUND_ATTRIBUTES: Final = (
    'class="a b"',
    "class = 'x - y'",
    'title="Say “hi” - twice / again"',
    'alt="50 % of # 1: a . b"',
    'style="transition: all -webkit-transform .2s; margin : 0 auto"',
    'style="width: calc(100% - 10px); --label: foo -bar; font-family: Arial - Bold"',
    'href="?q=100% beef"',
    'href="mailto:choir@example.org?subject=Reports / Notes"',
    'href=" /a b/c - d.pdf "',
    'href="https://example.org/?a=1&copy=2&amp;b=3"',
    "href=/a/b/",
    'onclick="if (a < b && c > d) { x() }"',
    'width="100%"',
    "hidden",
)


def sound_documents(max_size: int = 12) -> st.SearchStrategy[str]:
    """Documents without a parse error and without damage."""
    text = st.sampled_from(
        (
            "tea",
            "a &lt; b",
            "x &amp;&amp; y",
            "AT&amp;T",
            "5 &gt; 4 ",
            "&nbsp;",
            "• one",
            "<!-- < b > -->",
            "\n",
            "“q”",
            "＜注意＞",
        )
    )
    attributes = st.lists(
        st.sampled_from(SOUND_ATTRIBUTES), max_size=2, unique_by=lambda text: text.split("=")[0].strip()
    )
    element = st.builds(
        lambda name, written, inside: f"<{' '.join((name, *written))}>{inside}</{name}>",
        st.sampled_from(("b", "em", "span", "code", "kbd", "sup")),
        attributes,
        text,
    )
    block = st.builds(
        lambda shape, written, inside: shape.format("".join(f" {text}" for text in written), inside),
        st.sampled_from(
            (
                "<p{0}>{1}</p>",
                "<ul{0}><li>{1}</li><li >x</li></ul>",
                "<table{0}><tr><td>{1}</td><td></td></tr></table>",
                "<h2{0}>{1}</h2>",
                "<div{0}><br>{1}<img src='/i.png' alt='' /></div>",
            )
        ),
        attributes,
        st.lists(st.one_of(text, element), max_size=3).map("".join),
    )
    return st.lists(block, max_size=max_size).map("".join)

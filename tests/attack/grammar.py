"""Hostile documents, put together at random from a seed: quicker than a strategy, and the same each time."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from htmlrepair.knowledge.elements import ELEMENTS
from tests.markup import ATTRIBUTES, HOSTILE_NAMES, NAMES, REFERENCES, TAG_SHAPES, TEXT_MARKS, WORDS

__all__ = ["hostile_document"]

_TRICKS: Final = (
    "<enlace href=javascript:x()>y</a>",
    '<enlace href="javascript:x()">y</a>',
    "<fuerte onclick=x()>y</strong>",
    "<tdonclick=x()>",
    '<ahref="javascript:x()">y</a>',
    '<imgsrc="x"onerror="y()">',
    "‹p＞<img onerror=x() src=y>",
    "‹b onclick=x()›y‹/b›",
    "〈img src=x onerror=y()〉",
    "<ѕcript>x()</ѕcript>",
    "<іmg src=x onerror=y()>",
    "</ѕtyle>",
    "u003cscriptu003ex()u003c/scriptu003e",
    "u003cimg src=x onerror=y()u003e",
    "u003cpu003eu003c/pu003e",
    "&lt;p&gt;&lt;img src=x onerror=y()&gt;&lt;/p&gt;",
    "&lt;p&gt;&lt;b&gt;x&lt;/b&gt;&lt;/p&gt;",
    "＜img src=x onerror=y()＞",
    "＜script＞x()＜/script＞",
    "< s c r i p t >x()< / s c r i p t >",
    "<i mg src=x onerror=y()>",
    "<s vg onload=x()>",
    "<b r onclick=x()>",
    '<a href="/x>y</a><img src=x onerror=z()>',
    '<a href="/x><script>y()</script>',
    '<a href="javascript:x() class="b">y</a>',
    '<a class="b onclick="x()">y</a>',
    '<a href=javascript:x()">y</a>',
    "</b <img src=x onerror=y()>",
    "</b <script>x()</script>",
    "</p\n<b onclick=x()>y</b>",
    "</b x. y <i>z</i>",
    "td onclick=x()>",
    'a href="javascript:x()">y</a>',
    "script >x()script >",
    "<\\/script>",
    "<\\/style><img src=x onerror=y()>",
    "<!--> <img src=x onerror=y()> -->",
    "<!-- --!> < b onclick=x() >",
    "<p title='</p><img src=x onerror=y()>'>",
    "<svg><style><img src=x onerror=y()></style></svg>",
    "<math><mi><style><img src=x onerror=y()>",
    "<noscript><p title='</noscript><img src=x onerror=y()>'>",
    "<textarea>< / textarea ><img src=x onerror=y()></textarea>",
    "< title ></title><img src=x onerror=y()>",
    "<template>< b onclick=x() ></template>",
    "<select>< b >x</ b ></select>",
    "<xmp>< / xmp ><img src=x onerror=y()></xmp>",
    "<iframe>< b ></iframe>",
    "<table><b onclick=x()><tr>",
    "<a onclick=x()><div></a>",
    "\n• < img src=x onerror=y() >\n• two\n",
    "\n1. <b onclick=x()>one\n2. two</b>\n3. three\n",
    "\na\t<b onclick=x()>\nc\t</b>\n",
    "< a , b , c , d .",
    '<html xmlns="http://www.w3.org/1999/xhtml">',
    '<title class="x"›< / title>',
    "</b<i\u3000x='< onclick=x()>",
    "<p<>",
    "\n```x\ny```",
    "<head>< script >x()< / script >",
    "< head >< meta http-equiv=refresh content=0;url=/x >",
    "<svg><desc>",
    "</desc>",
    "<foreignObject><foo>",
    "</foo></svg>",
    "<math><mi>",
    "</mi></math>",
    '<style><a title="</style><img src=x onerror=y()>">',
    "<noscript><svg></noscript>",
    "<![CDATA[ > ]]>",
    "u003cpu003e<iframe src=n></iframe>",
    "`u003cbu003e`",
    "<hr〉 onclick=x()</hr>",
    "<b› title=“< i class=“ onclick=x() ”>”>",
    "<table><input type=hidden><tr><form>",
    "<!-- x -->List<T> < y",
    "<title>x</ title>List<T>",
    "<p ' x='y' '>",
    "<div><x><template shadowrootmode=open><img src=x onerror=x()></template></div>",
    "</ br><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>x()</script>",
    "<details open＝“” ontoggle=x()>z</details>",
    "<div oncontentvisibilityautostatechange=x()>< p style='content-visibility:auto' >y</ p></div>",
    'x#39;s <img src=x onerror=3D"x()">',
    "《img src=x onerror=y()》",
    "<http://{{ x }}><b onclick=x()>{{",
    "</b.><script.>x()</script.>",
    "<table><tr><td><script>window.q=1</script></td></tr><div><script>window.q||x()</script></div></table>",
    "<table><tr><td><iframe src=s></iframe></td></tr><base href=t/>",
    "<div onfocusin=x()><p autofocus＝“” tabindex=0>y</p></div>",
    "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><div onsecuritypolicyviolation=x()>"
    "< p style='color:red' >y</ p></div>",
    "<ul hidden><embed src=s><li>x</ul>",
    "<div hidden>x</ div><object data=s></object>",
    "<details><summary>x</ summary></ details><iframe loading=lazy src=s></iframe>",
    "<video><p>x</ p><source src=s onerror=x()></video>",
    "<picture><b>x</ b><source srcset=s><img src=s onload=x()></picture>",
    "<dialog open＝“”><embed src=s></dialog>",
    "<p hidden>x<table><tr><td><embed src=s></table>",
    "<video preload=none autoplay＝“” src=s></video>",
    "</b <video >",
    "<picture><source srcset=s></ picture><img src=x onerror=x()>",
    "<video>< p ><source src=s></p><source src=x onerror=x()></video>",
    "<div hidden>x</ div><image loading=lazy src=x onerror=x()>",
    "<details name=n open>x</details><details name=n open>x</ details><embed src=s>",
    "< details ><embed src=s></ details ><details>x</ details ><embed src=t>",
    "<table><tr><object data=s>< td >x<iframe loading=lazy src=s></iframe></td></tr></table>",
    "<div style='dis&#112;lay:none'>x</ div><embed src=s>",
    "<div><template shadowrootmode=open>x</template><p slot=“y”>x</p></ div><embed src=s>",
    "<body onfocus=x()><div hidden>x</ div><input autofocus>",
    "<div hidden style=“display:block”><embed src=s></div>",
    "<p>x<table></table><a onclick=x()><div><a><!doctype html>",
)
_SHAPES: Final = (
    *TAG_SHAPES,
    "<<{name}{attributes}>>",
    "<<{name}{attributes}>",
    "<</{name}>>",
    "<<{name}",
    "<{name}&nbsp;{attributes}>",
    "<{name}{attributes}/>",
    "<{name}\u00a0{attributes}>",
    "<\u200b{name}{attributes}>",
    "</{name}\u3000>",
    "‹{name}{attributes}›",
    "‹/{name}›",
    "〈{name}{attributes}〉",
    "《{name}{attributes}》",
    "《/{name}》",
    "﹤{name}{attributes}>",
    "</{name}.>",
    "< / {name} ,>",
    "<{name}{attributes}\u2028>",
    "<\\{name}>",
    "<./{name}>",
    "</{name} class=q>",
    "</{name}",
    "{name}{attributes}>",
    "<{name}{attributes}",
    "<{name}x{attributes}>",
    "u003c{name}{attributes}u003e",
    "\\u003c/{name}\\u003e",
    "&lt;{name}{attributes}>",
    "&lt;/{name}>",
)
_ATTRIBUTES: Final = (
    *ATTRIBUTES,
    "x＝‘='",
    "x＝' class='",
    'class"=\'"',
    'title=""x=\'""',
    "class=‘x' id='",
    'class=‘="',
    "class=`x`",
    'title=´a b"',
    "alt=''a' '",
    "href=”/x’",
    'href=="x"',
    'style"color:red"',
    "class='a\" b='",
    "id=«x»",
    'href=\\"/x\\"',
    'xlink:href="x"',
    'onload"=x()"',
    'title="a""',
    'class=3D"a"',
    "title=3D'=3D\\' onclick=3D\"x()\"'",
    'href=3D"java=\nscript:x()"',
    'style=3D"color=3Dred;=\nbackground:u=\nrl(x)"',
    'src=/x?onerror=x()"',
    'href=?x=""',
    "href=/x/ /",
    "class=",
    "=y",
    "v-cloak",
    "@click",
    "#ref",
    "*ngif",
)
_LINES: Final = (
    "\n * ",
    "\n- ",
    "\n1. ",
    "\n2) ",
    "\n• ",
    "\n\t",
    "\t",
    " | ",
    "\n| ",
    "|\n",
    "   ",
    "\u00a0\u00a0",
    "\n\n",
    "<br>\n",
    ", ",
    " . ",
    " and ",
    " tag ",
    " don#8217;t ",
)
_UNFINISHED: Final = (
    '<a title="',
    "<b class='",
    "<",
    "</",
    "<!--",
    "< b",
    "＜b",
    "<svg><style>",
    "<title>",
    "<script>",
)


_ALL_NAMES: Final = sorted(ELEMENTS)
_STRUCTURE: Final = """
    a address b blockquote button caption center col colgroup dd details dir div dl dt em fieldset form h2 h3 hr legend
    li menu ol optgroup option p pre rp rt ruby section select span summary svg table tbody td tfoot th thead tr ul
""".split()


def hostile_document(rng: Random) -> str:
    """One document of up to sixteen pieces."""
    pieces: list[Callable[[Random], str]] = [
        *(_tag, _tag, _tag, _element, _element, _text, _text, _trick, _line, _structure)
    ]
    return "".join(rng.choice(pieces)(rng) for _ in range(rng.randint(1, 16)))


def _name(rng: Random) -> str:
    return rng.choice(rng.choices((NAMES, HOSTILE_NAMES, _ALL_NAMES), (6, 3, 1))[0])


def _attributes(rng: Random) -> str:
    return "".join(f" {rng.choice(_ATTRIBUTES)}" for _ in range(rng.choice((0, 0, 0, 1, 1, 2))))


def _tag(rng: Random) -> str:
    return rng.choice(_SHAPES).format(name=_name(rng), attributes=_attributes(rng))


def _element(rng: Random) -> str:
    name = _name(rng)
    start = rng.choice(_SHAPES[:1] * 6 + _SHAPES).format(name=name, attributes=_attributes(rng))
    end = rng.choice(("</{}>", "</ {}>", "< / {} >", "＜/{}＞", "{} >", "/{}>", "<\\/{}>", "")).format(name)
    return start + _text(rng) + end


def _structure(rng: Random) -> str:
    """Tags of a few elements that decide about each other, most of them live, in any order."""
    names = rng.sample(_STRUCTURE, rng.randint(2, 4))
    shapes = ("<{}>",) * 8 + ("</{}>",) * 5 + ("< {} >", "</ {}>", "{} >", "<{}", "</{}", "<{}/>", "x")
    return "".join(rng.choice(shapes).format(rng.choice(names)) for _ in range(rng.randint(2, 10)))


def _text(rng: Random) -> str:
    return rng.choice(rng.choice((WORDS, WORDS, REFERENCES, TEXT_MARKS)))


def _line(rng: Random) -> str:
    return rng.choice(_LINES) + _text(rng) * rng.randint(0, 1)


def _trick(rng: Random) -> str:
    return rng.choice(_TRICKS if rng.random() < 0.8 else _UNFINISHED)

"""Promise 9: nothing comes alive through a repair that was not alive before, save what the allow-list admits."""

from __future__ import annotations

import pytest
from hypothesis import example, given

import htmlrepair
from htmlrepair.allowlist import is_active_attribute, may_free_attribute, may_free_element
from htmlrepair.construct.limits import active_attributes, may_act
from htmlrepair.knowledge import safety
from htmlrepair.pipeline import _multiplies
from htmlrepair.tokens import MalformedMarkup, StartTag
from tests.attack.promises import without_surrogates
from tests.case_files import CASE_FILES, read_cases
from tests.markup import hostile_documents
from tests.oracle import ACTIVE_ELEMENTS, revived

HOSTILE = [
    "< script >alert(1)< / script >",
    "＜script＞alert(1)＜/script＞",
    "&amp;lt;script&amp;gt;alert(1)",
    "& lt ; script & gt ; alert(1)",
    '< img src = "x" onerror = "alert(1)" / >',
    '< a href = "javascript:alert(1)" >x< / a >',
    '< a href = "java&#115;cript:alert(1)" >x< / a >',
    '< a href = "java\tscript:alert(1)" >x< / a >',
    '< a href = "&#1;javascript:alert(1)" >x< / a >',
    '<a href=" javascript : alert(1)">x</a>',
    "<a href=“javascript:alert(1)”>x</a>",
    "<a class=“x onclick=alert(1)”>x</a>",
    '<a title="x "onclick =" alert(1) ">x</a>',
    '< p style = "background: url(https://example.org/)" >x< / p >',
    '< p style = "background: \\75rl(x)" >x< / p >',
    "< p style = “background-image: u/**/rl(x)” >x< / p >",
    '< base href = "https://example.org/" / >',
    '<script src="https: // example .org/x.js"></script>',
    '<iframe src="https: // example .org/"></iframe>',
    '<p title="< b onclick=alert(1) >x</ b >">y</p>',
    "<!-- < b > --> < img src=x onerror=alert(1) >",
    "<textarea>< / textarea >< b onclick=alert(1) >x</textarea>",
    "< title >< b ></ title ><img src=x onerror=alert(1)>",
    "< title ><!--</ title ><img src=x onerror=alert(1)>-->",
    "<</br>script>alert(1)</script>",
    "< ! -- <textarea> -- >< b onclick=alert(1)></textarea>",
    "< ! -- <plaintext></plaintext> - - ><script>alert(1)</script>",
    "<svg><style>< / style ><img src=x onerror=alert(1)></style></svg>< b >x</ b >",
    "<noscript><!-- </noscript>< b >x</ b ><img src=x onerror=alert(1)> -->",
    "<select><style></select>< b >x< / b ><img src=x onerror=alert(1)></style>",
    "<tr onclick=alert(1)><td>x</td></tr>< table >< / table >",
    "< table ><tr onclick=alert(1)><td>x</td></tr>< / table >",
    "<a onclick=alert(1)>< p >x< / p >< p >y< / p >z",
    "<a onclick=alert(1)>x< p >y</a>",
    "< frameset onload = alert(1) >",
    "< blockquote >\n~~~<b onclick=alert(1)\n></blockquote>x",
    '<math style=x style=/></br>< b >x</ b ><style><a title="</style><img src=x onerror=alert(1)>">',
    "< b ><!- - ><a onclick=alert(1)>< /a>--><tr onclick=alert(1)></b>x",
    "＜div＞<svg><foreignObject><div></svg></div></foreignObject><form action=javascript:x>",
    "<b>x</ b><plaintext></ plaintext><script>alert(1)</script>",
    "<<td class＝‘='><img src=x onerror=alert(1)>",
    '< table t=""><l">〈h2 d=«»〉</tr>p><math><s onclick=alert(1)></h2',
    '< <p class"=\'"><script>alert(1)</script>x</p>',
    "<b&nbsp;x＝' class='><img src=x onerror=alert(1)></b>",
    '<b\u00a0title=""x=\'""><img src=x onerror=alert(1)></b>',
    "<ahref=\"/x\" class=‘x' id='><img src=x onerror=alert(1)>y</a>",
    '<str ong class＝‘="><img src=x onerror=alert(1)>x</strong>',
    "<fuerte class'=\"'><script>alert(1)</script>x</fuerte>",
    "</i<strong\u3000align='< onclick=alert(1)>x",
    "<ul>`<b onclick=alert(1)>`ul><B< B>",
    '<code class=""›<input ›>',
    '<em class="a"›x<b› onclick=alert(1)>y</em›',
    "u003ctitleu003e<xmp class=a </title><script>alert(1)</script>",
    '<title class="a"›</ title><script>alert(1)</script>',
    "<<title class='a'>>＜/title＞<script>alert(1)</script>",
    "<a><tr\u3000x=» onclick=alert(1)»〉",
    "<hr〉 onclick=x()</hr>'",
    "<svg>u003cpu003e<iframe src=n></iframe></svg>",
    '<svg><desc><foo></svg></foo></desc><style><a title="</style><img src=x onerror=x()>">',
    '<svg><desc><a></svg></a></desc><style><a title="</style><img src=x onerror=x()>">',
    '<svg><desc><svg><br><foo></svg></desc></svg></foo></desc><style><a title="</style><img src=x onerror=x()>">',
    '<svg><br><math></svg></b><style><a title="</style><img src=x onerror=x()>">',
    '<noscript><svg></noscript>x</p><style><a title="</style><img src=x onerror=x()>">',
    '<template><svg><![CDATA[ > </template><p title="< i class=“ ]]> onclick=x() ”>y</ i>">',
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markup_stays_inert(source: str) -> None:
    assert not revived(source, htmlrepair.repair(source))
    assert not revived(source, htmlrepair.repair(source, minimum_confidence="guess"))


@given(hostile_documents(18))
@example("< b ><a onclick=x()>< / b ></a>")
def test_generated_markup_stays_inert(source: str) -> None:
    source = without_surrogates(source)
    assert not revived(source, htmlrepair.repair(source))


@given(hostile_documents())
def test_what_can_act_is_quickly_told(source: str) -> None:
    """But for attributes without a value, which do nothing."""
    for tag in htmlrepair.tokenize(source):
        if isinstance(tag, StartTag) and not all(found.endswith("=") for found in active_attributes(tag)):
            assert may_act(tag.text)


@pytest.mark.parametrize("file", CASE_FILES, ids=lambda file: file.stem)
def test_cases_stay_inert(file: object) -> None:
    for case in read_cases(file):  # type: ignore[arg-type]
        assert not revived(case.data, htmlrepair.repair(case.data)), case.name


@pytest.mark.parametrize("freed", ["<script>x()</script>", "<p onclick=x()>", "<a href=/a><img src=x onerror=y()>"])
def test_what_comes_free_is_told_by_its_tags(freed: str) -> None:
    source, output = f"<!-- {freed} -->", f"<b>{freed}</b>"
    assert _multiplies(source, output)
    assert not _multiplies(output, output)
    assert not _multiplies(output, source)


@pytest.mark.parametrize(
    "source",
    [
        "<<td class＝‘='><img src=x onerror=alert(1)>",  # with a value that a browser does not end there
        "<b&nbsp;x＝' class='><img src=x onerror=alert(1)></b>",
        '<<title class="a">>Tides</title>',  # with text after it that holds no tags
        '<<title class="a">>Tides<</title>',
    ],
)
def test_a_tag_that_takes_in_more_to_a_browser_is_not_malformed(source: str) -> None:
    assert not [token for token in htmlrepair.tokenize(source) if isinstance(token, MalformedMarkup)]


def test_the_allow_list_admits_nothing_active() -> None:
    assert not safety.FREE_ELEMENTS & ACTIVE_ELEMENTS
    assert not {name for name in safety.FREE_ATTRIBUTES if name.startswith("on")}
    assert not safety.FREE_ATTRIBUTES & safety.ACTIVE_ATTRIBUTES
    assert not may_free_element("script")
    assert is_active_attribute("onclick", "x()")


@pytest.mark.parametrize(
    ("name", "value", "is_free"),
    [
        ("href", "https://example.org/", True),
        ("href", "/a?b=c:d", True),
        ("href", "mailto:choir@example.org", True),
        ("href", "JavaScript:x", False),
        ("href", "java\nscript:x", False),
        ("href", "javascript&colon;x", False),
        ("href", "data:text/html,x", False),
        ("href", "vbscript:x", False),
        ("src", "blob:x", False),
        ("style", "color: #336699", True),
        ("style", "background: URL (x)", False),
        ("style", "width: expression(x)", False),
        ("style", "@import x", False),
        ("data-note", "x", True),
        ("aria-label", "x", True),
        ("onclick", "x", False),
        ("formaction", "/x", False),
        ("srcset", "x 2x", False),
        ("x onclick", "x", False),
    ],
)
def test_attributes_that_may_come_alive(name: str, value: str, is_free: bool) -> None:
    assert may_free_attribute(name, value) is is_free

"""The allow-list: what a repair may set free from text, an attribute, a comment or raw text.

Nothing outside these tables ever comes alive through a repair. An entry added here is a promise about every browser:
it can run no script, send no request by itself that an article's image or link would not, and set no handler.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ACTIVE_ATTRIBUTES",
    "FREE_ATTRIBUTES",
    "FREE_ATTRIBUTE_PREFIXES",
    "FREE_ELEMENTS",
    "FREE_SCHEMES",
    "HANDLER_PREFIXES",
    "HIDING_ELEMENTS",
    "HOLDING_ELEMENTS",
    "INERT_LINK_TYPES",
    "INERT_PRAGMAS",
    "LOADING_ELEMENTS",
    "LOCAL_LINK_TYPES",
    "MEDIA_ELEMENTS",
    "ORDERED_ELEMENTS",
    "PLACED_ELEMENTS",
    "RESTRAINTS",
    "SHOWN_ELEMENTS",
    "STARTING_ATTRIBUTES",
    "UNSAFE_CSS",
    "URL_ATTRIBUTES",
    "USER_HANDLERS",
    "VEILING_ATTRIBUTES",
    "WAITING_HANDLERS",
]

FREE_ELEMENTS: Final[frozenset[str]] = frozenset(
    """
    a abbr acronym address article aside b bdi bdo big blockquote body br caption center cite code col colgroup data dd
    del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hgroup hr html i img ins
    kbd label li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody
    td tfoot th thead time title tr tt u ul var wbr
    """.split()
)
"""The vocabulary of articles."""

FREE_ATTRIBUTES: Final[frozenset[str]] = frozenset(
    """
    abbr align alt axis bgcolor border cellpadding cellspacing char charoff cite class classname clear color colspan
    compact datetime dir face for frame headers height href hreflang hspace htmlfor id itemprop itemscope itemtype lang
    loading name noshade nowrap rel rev reversed role rowspan rules scope size span src start style summary target title
    translate type valign value vspace width
    """.split()
)
"""What articles use, what old pages say of the look of their elements, and how JSX writes ``class`` and ``for``."""
FREE_ATTRIBUTE_PREFIXES: Final[tuple[str, ...]] = ("aria-", "data-")

URL_ATTRIBUTES: Final[frozenset[str]] = frozenset({"cite", "href", "src"})
"""Free attributes whose value a browser resolves as a URL."""

FREE_SCHEMES: Final[frozenset[str]] = frozenset({"cid", "http", "https", "mailto", "tel"})

ACTIVE_ATTRIBUTES: Final[frozenset[str]] = frozenset(
    """
    action attributionsrc background code codebase data dynsrc formaction imagesrcset is longdesc lowsrc manifest ping
    poster srcdoc srcset xlink:href xml:base
    """.split()
)
"""Attributes, besides ``on*``, that a repair must not multiply when it changes the tree around a live element."""

LOADING_ELEMENTS: Final[frozenset[str]] = frozenset(
    """
    applet base embed fencedframe frame frameset iframe noembed noframes object param plaintext portal script style
    template
    """.split()
)
"""Live elements whose attributes decide what is run, embedded or read as markup: no value of theirs is mended."""

HANDLER_PREFIXES: Final[tuple[str, ...]] = tuple(
    "data-bind data-hx- data-method data-ng- data-on- data-script hx- ng- on shadowroot v- x-".split()
)
"""How names of attributes begin that a browser, or a script of the page, may take for a handler or a request."""

USER_HANDLERS: Final[frozenset[str]] = frozenset(
    """
    onchange onclick oncontextmenu ondblclick oninput onkeydown onkeypress onkeyup onmousedown onmouseenter onmouseleave
    onmousemove onmouseout onmouseover onmouseup onreset onsubmit ontouchend ontouchstart
    """.split()
)
"""Handlers that only a reader sets off; others may wait for no more than a ``src``, an ``open`` or an ``autofocus``."""

WAITING_HANDLERS: Final[tuple[str, ...]] = tuple(
    """
    onanimation onbegin oncanplay oncontentvisibility onduration onemptied onend onfocusin onfocusout onloaded
    onloadstart onplay onprogress onrepeat onscroll onsecuritypolicyviolation onselectionchange onslotchange onstalled
    onsuspend ontimeupdate ontransition onwaiting onwebkit
    """.split()
)
"""How names of handlers begin that another element may set off by being there: one that is animated, focused, shown,
slotted, scrolled to or against a policy in the element of the handler, the source of a video, or one whose ``id`` an
animation waits for.
"""

MEDIA_ELEMENTS: Final[frozenset[str]] = frozenset({"audio", "video"})
"""Elements of which any handler may wait for what another element names."""

RESTRAINTS: Final[frozenset[str]] = frozenset("disabled hidden inert loading media name popover preload type".split())
"""Attributes that keep the handlers of their elements from the reader, or keep elements from loading something."""
STARTING_ATTRIBUTES: Final[frozenset[str]] = frozenset({"autoplay", "default", "open"})
"""Attributes that have their elements load something, or show what they hold."""

PLACED_ELEMENTS: Final = {"meta": ("http-equiv", "content-security-policy"), "template": ("shadowrootmode", "")}
"""Elements that do what they do only in some places, with the attribute and the value that tell; empty for any.

A policy that forbids scripts is heeded in the head alone, and only some elements hold what a template shows.
"""

ORDERED_ELEMENTS: Final = {
    "audio": "",
    "base": "href",
    "embed": "",
    "iframe": "",
    "link": "rel",
    "meta": "http-equiv",
    "object": "",
    "script": "",
    "video": "",
}
"""Elements that run or load something as they are read, with the attribute without which they do not; empty for none.

What one does hangs on those before it: a script on the last one, an address on its base.
"""

SHOWN_ELEMENTS: Final = {
    "audio": "loading",
    "embed": "",
    "iframe": "loading",
    "image": "loading",
    "img": "loading",
    "object": "",
    "video": "loading",
}
"""Elements that load something once they are shown, with the attribute without which they do not wait; empty for none.
"""

HIDING_ELEMENTS: Final[frozenset[str]] = frozenset(
    """
    audio canvas datalist details dialog fencedframe geolocation meter object option permission progress rp select
    usermedia video
    """.split()
)
"""Elements that may show nothing of what is in them, or only while they are ``open``."""

VEILING_ATTRIBUTES: Final[frozenset[str]] = frozenset({"hidden", "name", "open", "popover", "style"})
"""Attributes that tell whether an element shows what is in it."""

HOLDING_ELEMENTS: Final = {
    "audio": frozenset({"source", "track"}),
    "picture": frozenset({"image", "img", "source"}),
    "video": frozenset({"source", "track"}),
}
"""Elements that load what some of their children name, but not what is deeper in them."""

INERT_LINK_TYPES: Final[frozenset[str]] = frozenset(
    "alternate author bookmark canonical contents copyright help home icon index license next prev search shortcut "
    "start tag up".split()
)
"""What a ``link`` may say without a browser loading more than an image."""

LOCAL_LINK_TYPES: Final[frozenset[str]] = INERT_LINK_TYPES | {"stylesheet"}
"""What a ``link`` may say to something on the host of the document."""

INERT_PRAGMAS: Final[frozenset[str]] = frozenset("content-language content-type x-ua-compatible".split())
"""What a ``meta`` may stand for without a browser going anywhere."""

UNSAFE_CSS: Final[re.Pattern[str]] = re.compile(
    r"url|image|src\s*\(|expression|binding|behaviou?r|import(?!ant\b)|[@\\<>{}]|/\*|\*/|[\x00-\x08\x0e-\x1f]", re.I
)
"""What a freed ``style`` may not hold: requests, scripts, escapes and comments that could hide either."""

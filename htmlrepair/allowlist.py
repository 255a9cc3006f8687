"""Whether markup may come alive: the questions that the allow-list in ``knowledge/safety.py`` answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from htmlrepair.attributes import decode_value
from htmlrepair.knowledge.safety import (
    ACTIVE_ATTRIBUTES,
    FREE_ATTRIBUTE_PREFIXES,
    FREE_ATTRIBUTES,
    FREE_ELEMENTS,
    FREE_SCHEMES,
    HANDLER_PREFIXES,
    INERT_LINK_TYPES,
    INERT_PRAGMAS,
    LOADING_ELEMENTS,
    LOCAL_LINK_TYPES,
    UNSAFE_CSS,
    URL_ATTRIBUTES,
    USER_HANDLERS,
)

__all__ = ["is_active_attribute", "may_free_attribute", "may_free_element", "may_mend_attribute", "may_mend_tag"]

_CONTROLS: Final = "".join(map(chr, range(0x21)))
_DROPPED_BY_URL_PARSERS: Final = str.maketrans("", "", "\t\n\r")
_MARKS: Final = "“”„‟″‘’‚‛«»"
"""What a curly quotation mark of a value is to a browser: its first letter."""
_SCHEME: Final = re.compile(r"([^/?#:]*):")
_CHARSET: Final = re.compile(r"charset\s*=([^;]*)", re.I)
_ATTRIBUTE_NAME: Final = re.compile(r"[a-z][a-z0-9_.-]*")
_MENDED_NAME: Final = re.compile(r"xmlns(?::\w+)?|xml:lang|[^\W\d_][\w.-]*")


def may_free_element(name: str) -> bool:
    """Whether a repair may make a tag of the element *name* (lower case) out of text.

    >>> may_free_element("strong"), may_free_element("script")
    (True, False)
    """
    return name in FREE_ELEMENTS


def may_free_attribute(name: str, raw: str) -> bool:
    """Whether a repair may set the attribute *name* (lower case) to *raw*, character references not yet decoded.

    >>> may_free_attribute("href", "https://example.org/"), may_free_attribute("href", "java&#115;cript:x")
    (True, False)
    """
    if not _ATTRIBUTE_NAME.fullmatch(name):
        return False
    if name.startswith(HANDLER_PREFIXES):
        return False
    if name not in FREE_ATTRIBUTES and not name.startswith(FREE_ATTRIBUTE_PREFIXES):
        return False
    value = decode_value(raw)
    if name in URL_ATTRIBUTES:
        return _is_inert_url(value)
    if name == "style":
        return not UNSAFE_CSS.search(value)
    return True


def _is_inert_url(value: str) -> bool:
    """A relative URL, or one of the free schemes, in the eyes of a URL parser that drops tabs and line ends."""
    scheme = _SCHEME.match(value.strip(_CONTROLS).translate(_DROPPED_BY_URL_PARSERS).lstrip(_CONTROLS))
    name = "" if scheme is None else scheme[1].rstrip().lstrip(_MARKS)  # with a mark or a space it is none, but a path
    return scheme is None or name.lower() in FREE_SCHEMES


def is_active_attribute(name: str, value: str) -> bool:
    """Whether the attribute *name* (lower case) of a live tag, its *value* decoded, can run a script or send a request.

    >>> is_active_attribute("onclick", "x()"), is_active_attribute("href", "/a"), is_active_attribute("class", "b")
    (True, False, False)
    """
    if name.startswith("on") or name in ACTIVE_ATTRIBUTES:
        return True
    if name == "style":
        return bool(UNSAFE_CSS.search(value))
    return name in URL_ATTRIBUTES and not _is_inert_url(value)


def may_mend_attribute(name: str, value: str) -> bool:
    """Whether a repair may give the attribute *name* (lower case) of a live tag *value*, which is decoded.

    Any attribute may be mended that neither runs a script nor sends a request, whatever its name.

    >>> may_mend_attribute("placeholder", "Name"), may_mend_attribute("onclick", "x()")
    (True, False)
    """
    is_named = _MENDED_NAME.fullmatch(name) is not None and not name.startswith(HANDLER_PREFIXES)
    return is_named and not is_active_attribute(name, value)


def may_mend_tag(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a repair may leave the live element *name* (lower case) with *attributes*, their values decoded.

    >>> may_mend_tag("link", {"rel": "icon", "href": "/x.png"}), may_mend_tag("meta", {"http-equiv": "refresh"})
    (True, False)
    >>> may_mend_tag("img", {"src": "x", "onerror": "y()"}), may_mend_tag("img", {"src": "x", "onclick": "y()"})
    (False, True)
    """
    if name != "body" and any(handler.startswith("on") and handler not in USER_HANDLERS for handler in attributes):
        return False  # one that waits for the attribute that is mended would run
    if name == "link":
        types = LOCAL_LINK_TYPES if _is_relative(attributes.get("href", "")) else INERT_LINK_TYPES
        return types.issuperset(attributes.get("rel", "").lower().split())
    if name == "meta":
        is_inert = "http-equiv" not in attributes or attributes["http-equiv"].strip().lower() in INERT_PRAGMAS
        return is_inert and _keeps_encoding(attributes)
    if name == "input":
        return attributes.get("type", "").lower() != "image"
    if name == "source":
        return "srcset" not in attributes  # the handlers of an img wait for those of its picture
    return name not in LOADING_ELEMENTS


def _keeps_encoding(attributes: Mapping[str, str]) -> bool:
    """Whether a ``meta`` with *attributes* names no encoding but UTF-8; bytes may be other tags in another one."""
    named = _CHARSET.search(attributes.get("content", ""))
    names = [attributes.get("charset", ""), "" if named is None else named[1]]
    return all(name.strip(" \t\n\f\r\"'").lower() in ("", "utf-8", "utf8") for name in names)


def _is_relative(url: str) -> bool:
    """Whether *url* stays on the host of the document."""
    url = url.strip(_CONTROLS).translate(_DROPPED_BY_URL_PARSERS).replace("\\", "/")
    return _SCHEME.match(url) is None and not url.startswith("//")

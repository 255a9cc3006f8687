"""The output as trees of BeautifulSoup and lxml, which are loaded when they are asked for.

Parsers differ in the tags that they imply: html.parser ends no item, lxml makes no row groups. So they read the output
with every tag written out, and find the same elements.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from htmlrepair.construct import NotModelledError, write_out
from htmlrepair.source import BYTE_ORDER_MARK
from htmlrepair.tokenizer import tokenize

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from lxml.html import HtmlElement

__all__ = ["lxml_tree", "soup"]


def soup(html: str, parser: str) -> BeautifulSoup:
    """*html*, which is repaired, as read by BeautifulSoup's *parser*."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(_written_out(html), parser)


def lxml_tree(html: str) -> HtmlElement:
    """*html*, which is repaired, as read by lxml; the root is the ``html`` element."""
    from lxml.html import HTMLParser, document_fromstring

    text = _written_out(html).encode("utf-8")
    return document_fromstring(text, parser=HTMLParser(encoding="utf-8", huge_tree=True))


def _written_out(html: str) -> str:
    """*html* with every tag written out where that can be done, and no lone surrogates, which lxml does not take."""
    with suppress(NotModelledError):
        html = write_out(html, list(tokenize(html))).removeprefix(BYTE_ORDER_MARK)
    return html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

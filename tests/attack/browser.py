"""What pages do in headless Chromium: the scripts that run, the requests that leave, the handlers that are set."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NamedTuple

from tests.judges import chromium

__all__ = ["Activity", "activities", "gained"]

_AT_ONCE: Final = 40
"""How many pages are loaded side by side, each in a frame of its own."""
_SETTLES: Final = 0.4
"""Seconds that the pages get after they have loaded, for what images that do not come call."""
_FRAMES: Final = "<!DOCTYPE html><title>frames</title>"
_BEFORE: Final = (
    "<!DOCTYPE html><script>for (const name of 'xyz') window[name] = () => fetch('called/' + name);"
    "window.onerror = () => fetch('called/error');</script>"  # to a handler of an img x and y are its coordinates
)
_LOAD: Final = """
const done = arguments[arguments.length - 1];
document.body.textContent = '';
let left = arguments[0].length;
for (const key of arguments[0]) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin allow-scripts');
  frame.onload = () => { if (!--left) done(); };
  frame.src = '/' + key + '/';
  document.body.append(frame);
}
setTimeout(done, 5000);
"""
_HANDLERS: Final = """
return JSON.stringify(Array.from(document.querySelectorAll('iframe'), (frame) => {
  const found = [];
  for (const element of frame.contentDocument?.querySelectorAll('*') ?? [])
    for (const attribute of element.attributes)
      if (attribute.name.startsWith('on')) found.push(element.localName + ' ' + attribute.name);
  return found;
}));
"""


class Activity(NamedTuple):
    """What one page does."""

    calls: Counter[str]
    """How often a script of it called each of the functions ``x``, ``y`` and ``z``, or failed."""
    requests: Counter[str]
    """What it asked the server for, pictures aside: a repair may make an ``img`` of text."""
    handlers: Counter[str]
    """The event handlers that its elements have, by the names of both."""


def gained(source: Activity, output: Activity) -> list[str]:
    """What *output* does more often than *source*."""
    return [key for before, after in zip(source, output, strict=True) for key in after - before]


def activities(markups: Sequence[str]) -> list[Activity]:
    """What each of *markups* does in the browser, read as a page; surrogates alone must not be in them."""
    found = [Activity(Counter(), Counter(), Counter()) for _ in markups]
    with _server(markups, found) as port, chromium() as driver:
        driver.set_script_timeout(30)
        for first in range(0, len(markups), _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, len(markups)))
            driver.get(f"http://127.0.0.1:{port}/")
            driver.execute_async_script(_LOAD, [str(number) for number in numbers])
            time.sleep(_SETTLES)
            for number, handlers in zip(numbers, json.loads(driver.execute_script(_HANDLERS)), strict=True):
                found[number].handlers.update(handlers)
    return found


@contextmanager
def _server(markups: Sequence[str], found: Sequence[Activity]) -> Iterator[int]:
    """The port of a server on this machine that gives out the pages and notes what they ask for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = re.fullmatch(r"/(\d+)/(.*)", self.path, re.S)
            if page is None or not page[2]:
                body = _FRAMES if page is None else _BEFORE + markups[int(page[1])]
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())
                return
            activity = found[int(page[1])]
            if page[2].startswith("called/"):
                activity.calls[page[2]] += 1
            elif self.headers.get("Sec-Fetch-Dest") != "image":
                activity.requests[page[2]] += 1
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()

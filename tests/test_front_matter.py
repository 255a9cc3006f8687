"""Front matter before a page is none of the page, however it is written."""

from __future__ import annotations

from typing import Final

import pytest

import htmlrepair
from htmlrepair.tokenizer import read_plainly
from htmlrepair.tokens import StartTag

_PAGE: Final = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body class="b">{}</body></html>'
_FRONT_MATTER: Final = (
    "---\n---\n",
    "---\r\nlayout: default\r\n---\r\n",
    "---\rlayout: default\r---\r",
    "\ufeff---\nlayout: default\n---\n",
    "---\nlayout: default\n...\n",
    "--- \n# of the page\n\nlayout: default\n---\t\n\n",
    '+++\ntitle = "x"\n[params]\nsize = 2\n+++\n',
    "---\ntitle: Q &amp; A &copy 2 & nbsp; a -> b\nnote: >-\n  a < b\n---\n",
    '---\ntitle: "<b>x</i>"\nsource: < b >x</ b> <li>\n---\n',
    "---\ntitle: {{ x }} {% if y %} ```\n---\n",
    "---\nlist: |\n  • a\n  • b\n---\n",
)


@pytest.mark.parametrize("front_matter", _FRONT_MATTER)
def test_front_matter_leaves_a_sound_page_sound(front_matter: str) -> None:
    for page in (_PAGE.format("<p>y</p>"), "<p>y</p>", "<ul><li>y</li></ul>\n"):
        assert htmlrepair.diagnose(front_matter + page).diagnostics == ()


@pytest.mark.parametrize("front_matter", _FRONT_MATTER)
def test_damage_behind_front_matter_is_mended(front_matter: str) -> None:
    damaged = front_matter + _PAGE.format("< p >y& nbsp;z</ p><ul>• a<li>b</ul>")
    assert htmlrepair.repair(damaged) == front_matter + htmlrepair.repair(damaged[len(front_matter) :])


def test_browsers_read_tags_in_front_matter() -> None:
    tokens = read_plainly("---\ntitle: <b>x</b>\n---\n<p>y</p>")
    assert [token.name for token in tokens if isinstance(token, StartTag)] == ["b", "p"]


@pytest.mark.parametrize(
    "text", ["---\nNotes for all\n---\n", "+++\nPrices\n+++\n", "\n---\na: b\n---\n", "---\na: b\n", "---\na: b\n+++\n"]
)
def test_prose_between_rules_is_no_front_matter(text: str) -> None:
    assert htmlrepair.repair(f"{text}< b >x</ b>") == f"{text}<b>x</b>"

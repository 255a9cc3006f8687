"""Sound articles of random words, in ten languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

__all__ = ["LANGUAGES", "Language", "article"]


class Language(NamedTuple):
    """What sentences of a language are made of."""

    words: Sequence[str]
    space: str
    """What stands between two words."""
    comma: str
    colon: str
    stop: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WESTERN: Final = (" ", ", ", ": ", ". ")
LANGUAGES: Final[Mapping[str, Language]] = {
    "ar": Language(
        _words("القارب الخشبي يعود الى الميناء القديم مع الفجر و رائحة القهوة في كل بيت"), " ", "، ", ": ", ". "
    ),
    "de": Language(_words("der alte Steg trägt seit dem Frühjahr wieder Boote und die Kinder zählen Möwen"), *_WESTERN),
    "en": Language(_words("the ferry keeps to its hours while old ropes dry in a long row by the shed"), *_WESTERN),
    "es": Language(_words("la barca vuelve cada tarde con sal en los remos y pan para el faro"), *_WESTERN),
    "fr": Language(
        _words("la péniche descend le canal sans bruit avec du sable pour les jardins"), " ", ", ", " : ", ". "
    ),
    "hi": Language(_words("पुरानी नाव नदी के घाट पर हर सुबह लौटती है और बच्चे उसे देखते हैं"), " ", ", ", ": ", "। "),
    "ja": Language(_words("渡し船 は 毎朝 霧 の 川 を 渡り 子ども たち が 手 を 振る"), "", "、", "：", "。"),
    "pt": Language(_words("a canoa regressa ao cais com redes secas e o vento muda depois da missa"), *_WESTERN),
    "ru": Language(_words("старый паром снова ходит через реку по утрам и дети машут ему с берега"), *_WESTERN),
    "zh": Language(_words("渡船 每天 清晨 过河 孩子们 在 岸边 挥手 老人 说 水 很 静"), "", "，", "：", "。"),
}
_FORMATTING: Final = ("strong", "em", "b", "i", "code", "span", "sup", "u")
_REFERENCES: Final = ("&nbsp;", "&amp;", "&eacute;", "&mdash;", "&hellip;", "&#8217;", "&rsquo;", "&lt;")
_PROSE: Final = (
    "p > .05",
    "a > b",
    "3 > 2",
    "Home > Table > Rows",
    "x = y",
    "and/or",
    "C&amp;A",
    "5 &lt; 6",
    "strong > weak > none",
    "(i)",
    "www.example.org/a",
    "/srv/a > out",
    "＜注意＞",
    "«strong»",
    "R & D;",
    "b > c > d",
    "i > 0",
    "a: b",
)
"""What looks like markup and is none."""


class _Writer:
    """One article being written."""

    def __init__(self, rng: Random, language: Language) -> None:
        self.rng = rng
        self.language = language

    def phrase(self, least: int, most: int) -> str:
        language = self.language
        return language.space.join(self.rng.choices(language.words, k=self.rng.randint(least, most)))

    def inline(self, sentences: int) -> str:
        """Sentences with what stands in text."""
        parts: list[str] = []
        for _ in range(sentences):
            parts.append(self.phrase(2, 7).capitalize())
            for _ in range(self.rng.randint(0, 2)):
                parts += [self.rng.choice((self.language.space, self.language.comma)) or " ", self._mark()]
                parts += [self.language.space or " ", self.phrase(1, 5)]
            parts.append(self.language.stop)
        return "".join(parts).strip()

    def _mark(self) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.55:
            name = rng.choice(_FORMATTING)
            attributes = f' class="{rng.choice(("note", "key term"))}"' if name == "span" or rng.random() < 0.1 else ""
            return f"<{name}{attributes}>{self.phrase(1, 3)}</{name}>"
        if kind < 0.7:
            return f'<a href="https://example.org/{rng.choice("abc")}?n={rng.randint(1, 99)}">{self.phrase(1, 3)}</a>'
        if kind < 0.75:
            return "<br>"
        if kind < 0.92:
            return rng.choice(_REFERENCES)
        return rng.choice(_PROSE)

    def heading(self) -> str:
        level = self.rng.randint(2, 4)
        return f"<h{level}>{self.phrase(2, 5).capitalize()}</h{level}>"

    def paragraph(self) -> str:
        attributes = ' class="lead"' if self.rng.random() < 0.15 else ""
        return f"<p{attributes}>{self.inline(self.rng.randint(1, 4))}</p>"

    def list(self, depth: int = 0) -> str:
        name = self.rng.choice(("ul", "ul", "ol"))
        items = []
        for _ in range(self.rng.randint(2, 5)):
            text = self.inline(1)
            if self.rng.random() < 0.3:
                text = f"<strong>{self.phrase(1, 2).capitalize()}{self.language.colon.rstrip()}</strong> {text}"
            nested = f"\n{self.list(depth + 1)}\n" if depth < 2 and self.rng.random() < 0.15 else ""
            items.append(f"<li>{text}{nested}</li>\n")
        return f"<{name}>\n{''.join(items)}</{name}>"

    def table(self) -> str:
        columns = self.rng.randint(2, 4)
        rows = [self._row("td", columns) for _ in range(self.rng.randint(2, 4))]
        attributes = ' border="1"' if self.rng.random() < 0.2 else ""
        head = f"<thead>\n{self._row('th', columns)}</thead>\n" if self.rng.random() < 0.5 else ""
        return f"<table{attributes}>\n{head}<tbody>\n{''.join(rows)}</tbody>\n</table>"

    def _row(self, cell: str, columns: int) -> str:
        cells = []
        for _ in range(columns):
            text = self.phrase(1, 3) if self.rng.random() < 0.6 else str(self.rng.randint(1, 900))
            text = f"<b>{text}</b>" if self.rng.random() < 0.1 else text
            align = ' align="right"' if self.rng.random() < 0.1 else ""
            cells.append(f"<{cell}{align}>{text}</{cell}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    def quotation(self) -> str:
        return f"<blockquote>\n{self.paragraph()}\n</blockquote>"

    def division(self) -> str:
        return f'<div class="box">\n{self.paragraph()}\n{self.list()}\n</div>'


def article(rng: Random, language: str) -> str:
    """A fragment of two to nine blocks, without a parse error."""
    writer = _Writer(rng, LANGUAGES[language])
    kinds: list[Callable[[], str]] = [writer.paragraph] * 5
    kinds += [writer.heading, writer.heading, writer.list, writer.list, writer.table, writer.quotation, writer.division]
    return "\n".join(rng.choice(kinds)() for _ in range(rng.randint(2, 9)))

"""What machine translation makes of the names of elements, as seen in the wild and as dictionaries have it.

Names that mean something as words are translated, others spelled in the letters of the language. A word stands here if
it is not also the name of an element.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["TRANSLATIONS"]

_WORDS: Final = {
    "a": "enlace lien verknüpfung collegamento 链接 連結 リンク ссылка",
    "article": "artículo artikel articolo artigo 文章 記事 статья",
    "b": "б غامق 乙",
    "blockquote": "cita citation zitat citazione citação 引用 块引用 цитата",
    "body": "cuerpo corps körper corpo 身体 正文 тело",
    "center": "centro centre zentrum 中心 центр",
    "code": "código codice 代码 код kod kode コード 코드 代碼",
    "div": "див 分区 部门",
    "em": "énfasis emphase enfasi ênfase 强调 強調 эм",
    "font": "fuente schriftart carattere 字体 шрифт",
    "head": "cabeza tête kopf testa cabeça 头 голова",
    "i": "я 我 一世",
    "li": "李 ли 里",
    "ol": "ол",
    "p": "párrafo paragraphe absatz paragrafo parágrafo 段落 абзац п 页 頁",
    "section": "sección sezione seção abschnitt 部分 раздел",
    "small": "pequeño petit klein piccolo pequeno 小 маленький",
    "span": "intervalo envergadura envergure tramo amplitude "
    "пролет пролёт спан 跨度 lapso portée spanne zakres 范围 範囲 スパン 스팬 диапазон интервал",
    "strong": "fuerte fort stark forte sterk стронг güçlü kuat silny 强 "
    "強い сильный сильно قوي 강한 negrita silný vahva 强大 強大 ストロング",
    "table": "tabla tableau tabelle tabella tabela 表 表格 таблица tisch tavolo стол テーブル 테이블",
    "td": "тд",
    "title": "título titre titel titolo 标题 標題 заголовок タイトル 제목",
    "tr": "тр 行",
    "ul": "ул 微升",
}

TRANSLATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {word: name for name, words in _WORDS.items() for word in words.split()}
)
"""The name of the element for each word, in lower case."""

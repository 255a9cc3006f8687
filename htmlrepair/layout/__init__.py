"""Layout that stands for lost tags: bullets, numbers, columns and blank lines become lists, tables and paragraphs."""

from htmlrepair.layout.items import ends_of_lines
from htmlrepair.layout.reading import may_be_damaged, may_hold_layout, read_layout
from htmlrepair.layout.shapes import SHAPES

__all__ = ["SHAPES", "ends_of_lines", "may_be_damaged", "may_hold_layout", "read_layout"]

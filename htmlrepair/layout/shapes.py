"""The kinds of layout that stand for lost tags, with their pages; bullets have a damage class of their own."""

from __future__ import annotations

from typing import Final

from htmlrepair.construct import Recovery
from htmlrepair.diagnostics import Confidence

__all__ = ["COLUMNS", "HEADING", "NUMBER", "PARAGRAPH", "SHAPES"]

NUMBER: Final = "numbered-line"
COLUMNS: Final = "columns"
PARAGRAPH: Final = "blank-line"
HEADING: Final = "bare-heading"

SHAPES: Final[tuple[Recovery, ...]] = (
    Recovery(
        NUMBER,
        Confidence.LIKELY,
        "Three or more lines with consecutive numbers, directly in flow content.",
        "Text extraction prints an ordered list so. In a document that shows lost markup it becomes one again.",
        (
            "< p >In < b >order</ b >: p >\n\n1. dig\n2. sow\n3. wait",
            "<p>In <b>order</b>: </p>\n\n<ol>\n<li>dig</li>\n<li>sow</li>\n<li>wait</li>\n</ol>",
        ),
        "Wrong where the lines are sentences that begin with a number.",
        "grouping-content.html#the-ol-element",
    ),
    Recovery(
        COLUMNS,
        Confidence.LIKELY,
        "Two or more lines with the same number of parts, set apart by tabs, wide gaps or pipes.",
        "Text extraction prints the rows of a table so. In a document that shows lost markup they become one again,\n"
        "and what stands so in a row that has kept its tags becomes cells. Lines that have kept what is left of their\n"
        "end tags, or stand in a table that has its tags, are rows in any document.",
        (
            "< p >The < b >prices</ b >: p >\n\nrye\t4\noats\t3",
            "<p>The <b>prices</b>: </p>\n\n"
            "<table>\n<tbody>\n<tr><td>rye</td><td>4</td></tr>\n<tr><td>oats</td><td>3</td></tr>\n</tbody>\n</table>",
        ),
        "Wrong where the gaps only set words apart.",
        "tables.html#the-table-element",
    ),
    Recovery(
        PARAGRAPH,
        Confidence.LIKELY,
        "Text between blank lines, directly in flow content.",
        "Text extraction prints paragraphs so, and a browser runs them together. In a plainly damaged document\n"
        "they become paragraphs again; lines that are not broken by width stay lines.",
        (
            "The dam holds.\n\n< p >It < b >held</ b > in 1926 . p >",
            "<p>The dam holds.</p>\n\n<p>It <b>held</b> in 1926 . </p>",
        ),
        "Wrong where the text was a heading, which is reported as bare-heading.",
        "grouping-content.html#the-p-element",
    ),
    Recovery(
        HEADING,
        Confidence.GUESS,
        "A short line by itself that ends no sentence, before a longer paragraph.",
        "It may have been a heading; it becomes a paragraph, and is reported.",
        (
            "The old dam\n\n< p >It < b >held</ b > in 1926 , and in 1931 . p >",
            "<p>The old dam</p>\n\n<p>It <b>held</b> in 1926 , and in 1931 . </p>",
        ),
        "Which level it had can not be known.",
        "sections.html#the-h1,-h2,-h3,-h4,-h5,-and-h6-elements",
    ),
)
"""Every kind, in the order of the README."""

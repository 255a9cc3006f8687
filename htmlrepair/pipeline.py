"""Source to repaired HTML: the one module that knows every stage.

source → tokenizer → tokens with readings → repair pass → decisions → serializer → source with edits
└ damage classes find and propose    └ chooses a reading each             └ and a diagnostic for each
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from htmlrepair import trees
from htmlrepair.caps import CapReachedError, Caps
from htmlrepair.compose import composed
from htmlrepair.construct import (
    CONFIDENCES,
    SOUND_CODES,
    Construction,
    Notice,
    NotModelledError,
    active_counts,
    active_tags,
    construct,
    end_of_placed,
    find_loading,
    has_shadow,
    loads_by_place,
    loads_otherwise,
    may_act,
    may_hold_active_element,
    may_hold_placed,
    may_load_by_place,
    may_wait,
    ordered_tags,
    waiting_tag,
)
from htmlrepair.damage import spaced_end_tag
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, Move, apply_edits, sorted_edits
from htmlrepair.escaped import read_escaped
from htmlrepair.layout import ends_of_lines, may_be_damaged, may_hold_layout, read_layout
from htmlrepair.options import Options, options_from
from htmlrepair.pretty import print_pretty
from htmlrepair.punctuation import SPACING, spaced_punctuation
from htmlrepair.resolve import Decision, Resolution, resolve, settled
from htmlrepair.serializer import print_source, report
from htmlrepair.sound import is_plainly_sound
from htmlrepair.source import Span, decode
from htmlrepair.swallowed import UNENDED_TEXT, read_unended_text
from htmlrepair.tokenizer import Scan, is_as_browsers_read_it, read_plainly, scan
from htmlrepair.tokens import ReadingKind, Token
from htmlrepair.vocabulary import foreign_root

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from lxml.html import HtmlElement

__all__ = ["Diagnosis", "Repairer", "diagnose", "repair"]

_FRAMES: Final = re.compile("<frameset", re.I)
"""Frames hang on the least bit of text before them, which is left alone then."""
_MOST_LOOKS: Final = 5
"""How often the output is looked at again, should a repair have brought to light what another was hidden by.

Where the last look still finds something, mending goes on for ever, as it may where some codes are left out.
"""


_Finder = Callable[[str, Options], tuple[Diagnostic, ...]]
"""Takes a source; gives what it looks for in it."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a repair found in a document and made of it."""

    source: str
    """The markup as text."""
    html: str
    """The source with the edits of every applied diagnostic made; laid out anew with the pretty printer."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything found, sorted by span; what was not applied too."""
    encoding: str | None
    """The name of the encoding that bytes were decoded from; None for text."""

    @property
    def edits(self) -> tuple[Edit | Move, ...]:
        """The edits that turn the source into the output, sorted, never overlapping."""
        return sorted_edits(edit for diagnostic in self.diagnostics if diagnostic.applied for edit in diagnostic.edits)

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to mend: no mangled markup, no parse error, no list or table model error.

        A short row is none, nor is what is not modelled.
        """
        return all(not diagnostic.edits and diagnostic.code in SOUND_CODES for diagnostic in self.diagnostics)

    def soup(self, parser: str = "html5lib") -> BeautifulSoup:
        """The output as a ``bs4.BeautifulSoup``, a whole document with the same elements whichever *parser* reads it.

        *parser* is ``html5lib``, ``lxml`` or ``html.parser``.

        >>> [item.text for item in diagnose("<li>oak<li>ash").soup("html.parser").find_all("li")]
        ['oak', 'ash']
        """
        return trees.soup(self.html, parser)

    def lxml(self) -> HtmlElement:
        """The output as a tree of ``lxml.html``, its root the ``html`` element.

        >>> diagnose("<tr><td>5").lxml().xpath("string(//table/tbody/tr/td)")
        '5'
        """
        return trees.lxml_tree(self.html)

    def apply(self, chosen: Iterable[Diagnostic]) -> str:
        """The source with the edits of the *chosen* diagnostics made, and no others.

        >>> diagnosis = diagnose("<b>x</ b> &copy 2024")
        >>> diagnosis.apply(diagnosis.diagnostics[:1])
        '<b>x</b> &copy 2024'
        """
        return apply_edits(self.source, (edit for diagnostic in chosen for edit in diagnostic.edits))


class Repairer:
    """A repair with its options, to be used again and again; may be shared by threads, and pickled.

    >>> Repairer(codes={"split-reference"}).repair("< b >x & nbsp;</ b>")
    '< b >x &nbsp;</ b>'
    """

    __slots__ = ("options",)

    def __init__(self, options: Options | None = None, /, **settings: Any) -> None:
        self.options = options_from(options, settings)

    def __reduce__(self) -> tuple[type[Repairer], tuple[Options]]:
        return type(self), (self.options,)

    def repair(self, markup: str | bytes) -> str:
        """*markup* with its damage mended, and every byte that was sound left alone."""
        return self.diagnose(markup).html

    def diagnose(self, markup: str | bytes) -> Diagnosis:
        """*markup* repaired, and what was found. Raises ``TypeError`` for anything but ``str`` and ``bytes``."""
        encoding = None
        if isinstance(markup, bytes):
            markup, encoding, _ = decode(markup)
        elif not isinstance(markup, str):
            raise TypeError(f"markup must be str or bytes, not {type(markup).__name__}")
        markup = "".join((markup,))  # a subclass may hold a whole tree, or slice and join in a way of its own
        if self._is_sound(markup):
            diagnostics: tuple[Diagnostic, ...] = ()
        elif (left := _left_alone(markup)) is not None:
            return Diagnosis(markup, markup, (left,), encoding)
        else:
            diagnostics = _findings(markup, self.options)
        diagnostics, html, is_settled = self._looked_at_again(markup, diagnostics)
        if not is_settled or _acts_otherwise(markup, diagnostics, html, markup):
            message = "have an element act otherwise than it does" if is_settled else "never come to an end"
            message = f"mending the tags would {message}"
            notice = Notice("not-modelled", message, Span(0, len(markup)))
            references = _references(markup, scan(markup), self.options, notice)
            diagnostics, html, _ = self._looked_at_again(markup, references, _more_references)
            more, mended, is_settled = self._looked_at_again(markup, diagnostics)
            if is_settled and not _acts_otherwise(markup, more, mended, html):
                diagnostics, html = more, mended  # with less damage on show less is mended
            if _multiplies(markup, html) or _loads(markup, html):
                return Diagnosis(markup, markup, (_left_whole(markup, message),), encoding)
        if self.options.printer == "pretty":
            html = self._laid_out(html)
        return Diagnosis(markup, html, diagnostics, encoding)

    def _looked_at_again(
        self, markup: str, diagnostics: tuple[Diagnostic, ...], find: _Finder | None = None
    ) -> tuple[tuple[Diagnostic, ...], str, bool]:
        """The findings in *markup* with those in its output; that output; and whether there are no more in it.

        *find* tells what is looked for, all of it by default.
        """
        find = find or _findings
        html = print_source(markup, diagnostics)
        for _ in range(_MOST_LOOKS):
            if html == markup or self._is_sound(html):
                return diagnostics, html, True
            more = find(html, self.options)
            if not any(found.applied for found in more):
                return diagnostics, html, True
            diagnostics = composed(markup, diagnostics, more)
            html = print_source(markup, diagnostics)
        return diagnostics, html, False

    def _laid_out(self, html: str) -> str:
        """*html*, which is repaired, laid out for reading; as it is where there would be something to mend in it then.

        So it is where lines make code of it, as fences do, or something would act otherwise.
        """
        text = print_pretty(html, Caps(self.options.max_tags, self.options.max_depth))
        if _multiplies(html, text) or _loads(html, text):
            return html
        if text == html or self._is_sound(text) or Repairer(self.options, printer="source").repair(text) == text:
            return text
        return html

    def _is_sound(self, markup: str) -> bool:
        """Whether there is plainly nothing to find in *markup*."""
        return self.options.layout != "infer" and is_plainly_sound(markup)


def _left_alone(source: str) -> Diagnostic | None:
    """The finding that nothing in *source* is looked at, None if it is."""
    if (root := foreign_root(source)) is not None:
        message = f"the document is XML, but not HTML: its root is '{root.cut(source)[:40]}'"
        return _left_whole(source, message, root)
    tag = waiting_tag(read_plainly(source)) if may_wait(source) else None
    if tag is not None:
        message = f"'{tag.text[:40]}' has a handler that any other element might set off"
        return _left_whole(source, message, tag.span)
    return None


def _left_whole(source: str, message: str, span: Span | None = None) -> Diagnostic:
    """The finding that *source* is left as it is, for the reason that *message* gives."""
    return Diagnostic("not-modelled", span or Span(0, len(source)), message, Confidence.GUESS, (), applied=False)


def _acts_otherwise(source: str, diagnostics: Iterable[Diagnostic], output: str, known: str) -> bool:
    """Whether *diagnostics* have an element act in *output* that does not in *source*, or not then, or not there.

    *known* is what *source* has become so far without that.
    """
    if output == known:
        return False
    if _multiplies(source, output) or _changes_place(known, output):
        return True
    return _changes_order(source, diagnostics) or _loads(source, output)


def _multiplies(source: str, output: str) -> bool:
    """Whether a browser finds more in *output* than in *source* that can run a script or send something.

    What a document would be read as that nothing can be written for, such as links in links, only the output tells.
    Both are read anew, without an eye for damage, so that no mistake about damage hides itself here.
    """
    if not (may_act(output) or may_hold_active_element(output)):
        return False
    before, after = read_plainly(source), read_plainly(output)
    if active_tags(after) - active_tags(before):
        return True
    _, most = active_counts(output, after)
    return bool(most) and bool(most - active_counts(source, before)[0])


def _changes_place(source: str, output: str) -> bool:
    """Whether something in *output* is not as in *source* before what acts by its place."""
    return may_hold_placed(source) and not output.startswith(source[: end_of_placed(read_plainly(source))])


def _changes_order(source: str, diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether *diagnostics* move something in *source* past another thing that runs or loads as it is read.

    Browsers move it too, but not before they have read it.
    """
    moves = [edit for found in diagnostics if found.applied for edit in found.edits if isinstance(edit, Move)]
    if not moves:
        return False
    moves.sort(key=lambda move: move.span)
    starts = [move.span.start for move in moves]
    places: list[tuple[int, bool, int, int]] = []
    for offset in ordered_tags(read_plainly(source)):
        index = bisect_right(starts, offset) - 1
        if index >= 0 and offset < moves[index].span.end:
            places.append((moves[index].to, False, moves[index].order, offset))
        else:
            places.append((offset, True, 0, offset))
    return places != sorted(places)


def _loads(source: str, output: str) -> bool:
    """Whether something may be loaded for its place in *output*, in which it is not in *source*."""
    if not output or not may_load_by_place(source):
        return False
    before = read_plainly(source)
    if not loads_by_place(before):
        return False
    if has_shadow(before):
        return output != source  # what is shown hangs on each sibling of the template
    return loads_otherwise(find_loading(source, before), find_loading(output, read_plainly(output)))


def _more_references(source: str, options: Options) -> tuple[Diagnostic, ...]:
    """The findings about the character references of *source*, of which some are mended already."""
    return _references(source, scan(source), options)


def _references(source: str, scanned: Scan, options: Options, notice: Notice | None = None) -> tuple[Diagnostic, ...]:
    """The findings about the character references of *source*, where for the reason in *notice* no tag is mended."""
    scanned = scanned._replace(tokens=list(takewhile(is_as_browsers_read_it, scanned.tokens)))
    resolution = _resolved(source, scanned, options, frees_tags=False)
    codes, minimum = frozenset(options.codes), Confidence(options.minimum_confidence)
    return report(
        source, scanned.tokens, resolution, Construction(None, [] if notice is None else [notice]), codes, minimum
    )


def _findings(source: str, options: Options) -> tuple[Diagnostic, ...]:
    """What one look at *source* finds: what hides the rest first, then layout, then tags and their structure.

    Each of them looks at what the one before makes of the source.
    """
    caps = Caps(options.max_tags, options.max_depth)
    try:
        scanned = scan(source, caps)
    except CapReachedError as error:
        return (_left_whole(source, str(error)),)
    early = _early(source, scanned, options)
    if early:
        plain = print_source(source, early)
        with suppress(NotModelledError, CapReachedError):  # then nothing may come free
            return composed(source, early, _findings_of_lines(plain, scan(plain, caps), options))
    try:
        return _findings_of_lines(source, scanned, options)
    except NotModelledError as error:
        return _references(source, scanned, options, error.notice)


def _findings_of_lines(source: str, scanned: Scan, options: Options) -> tuple[Diagnostic, ...]:
    """What the lines of *source* stand for, and its tags. Raises ``NotModelledError``."""
    layout, resolution = _layout(source, scanned, options)
    if any(found.applied for found in layout):
        is_mangled = resolution is not None and resolution.is_plainly_damaged
        with suppress(NotModelledError, CapReachedError):  # then no line becomes a tag
            laid_out = print_source(source, layout)
            return composed(source, layout, _findings_laid_out(laid_out, options, is_mangled=is_mangled))
        layout = [found for found in layout if not found.applied]
    if resolution is None or not resolution.is_whole:
        resolution = _resolved(source, scanned, options)
    findings = (*layout, *_mended(source, scanned, resolution, options))
    return tuple(sorted(findings, key=lambda found: found.span))


def _findings_laid_out(source: str, options: Options, *, is_mangled: bool) -> tuple[Diagnostic, ...]:
    """What is found in the tags of *source*, whose lines have become tags already.

    *is_mangled* says that it was plainly damaged. Raises ``NotModelledError``, and ``CapReachedError`` where those are
    too many.
    """
    scanned = scan(source, Caps(options.max_tags, options.max_depth))
    return _mended(source, scanned, _resolved(source, scanned, options, is_mangled=is_mangled), options)


def _early(source: str, scanned: Scan, options: Options) -> Sequence[Diagnostic]:
    """What hides the rest: escapes, and a title without an end."""
    if Confidence(options.minimum_confidence) > Confidence.LIKELY or _FRAMES.search(source):
        return ()
    escapes = read_escaped(source, scanned, options.codes)
    title = read_unended_text(source, scanned.tokens) if UNENDED_TEXT.code in options.codes and not escapes else None
    return escapes if title is None else [title]


def _resolved(source: str, scanned: Scan, options: Options, **settings: Any) -> Resolution:
    minimum = Confidence(options.minimum_confidence)
    return resolve(source, scanned.tokens, frozenset(options.codes), minimum, **settings)


def _accepted(resolution: Resolution, options: Options) -> list[Decision]:
    minimum = Confidence(options.minimum_confidence)
    return [decision for decision in resolution.decisions if decision.confidence >= minimum]


def _layout(source: str, scanned: Scan, options: Options) -> tuple[Sequence[Diagnostic], Resolution | None]:
    """(what the lines of *source* stand for, sorted; what was decided about its tags to tell that, if anything).

    Fragments such as ``li >`` and ``ul >`` are left for later: what the lines stand for decides about them.
    """
    if options.layout == "keep" or Confidence(options.minimum_confidence) > Confidence.LIKELY or _FRAMES.search(source):
        return (), None
    tokens = scanned.tokens
    if not (options.layout == "infer" or may_hold_layout(source) or may_be_damaged(source, tokens)):
        return (), None
    if source.count("\n") + source.count("\r") > options.max_tags:  # each line may become one
        return (), None
    held = ends_of_lines(source, tokens)
    resolution = _resolved(source, scanned, options, held=held)
    is_damaged = options.layout == "infer" or resolution.is_plainly_damaged
    if not (is_damaged or held or may_hold_layout(source)):
        return (), resolution
    chosen = settled(tokens, _accepted(resolution, options), resolution.in_code, options.codes)
    return read_layout(source, chosen, scanned.verbatim, options.codes, is_damaged=is_damaged), resolution


def _mended(source: str, scanned: Scan, resolution: Resolution, options: Options) -> tuple[Diagnostic, ...]:
    """The findings about the tags and references of *source* and their structure. Raises ``NotModelledError``."""
    accepted = _accepted(resolution, options)
    chosen = settled(scanned.tokens, accepted, resolution.in_code, options.codes)
    goes = any(reading.kind is ReadingKind.NOTHING for decision in accepted for reading in decision.readings)
    construction = _construction(source, scanned, chosen, options, is_wanted=goes)
    codes, minimum = frozenset(options.codes), Confidence(options.minimum_confidence)
    spacing = _spacing(source, scanned, chosen, options, resolution)
    return report(source, scanned.tokens, resolution, construction, codes, minimum, spacing)


def _spacing(
    source: str, scanned: Scan, chosen: Sequence[Token], options: Options, resolution: Resolution
) -> Sequence[Diagnostic]:
    """The findings about the punctuation of a plainly damaged *source*, with its tokens as *chosen*."""
    is_wanted = SPACING.code in options.codes and SPACING.confidence >= Confidence(options.minimum_confidence)
    if not (is_wanted and resolution.is_plainly_damaged):
        return ()
    in_code = (scanned.tokens[place].span for place in resolution.in_code)
    return list(spaced_punctuation(source, chosen, sorted([*in_code, *scanned.verbatim])))


def _construction(
    source: str, scanned: Scan, chosen: Sequence[Token], options: Options, *, is_wanted: bool
) -> Construction:
    """The structure of a document with its tokens as *chosen*. Raises ``NotModelledError``."""
    minimum = Confidence(options.minimum_confidence)
    # the constructor knows of one kind of mangled tag: end tags of unknown elements
    sure = {spaced_end_tag.DAMAGE.code: Confidence.CERTAIN, **CONFIDENCES}
    followed = {code for code in options.codes if sure.get(code, Confidence.GUESS) >= minimum}
    return construct(source, chosen, followed, options.max_reopened, scanned, is_wanted=is_wanted)


def repair(markup: str | bytes, options: Options | None = None, /, **settings: Any) -> str:
    """*markup* with its damage mended, and every byte that was sound left alone.

    Bytes are decoded as a browser would. *settings* are fields of ``Options`` by name. Raises ``TypeError`` for
    markup of another type and ``ValueError`` for an option or a code that does not exist; never for what the markup
    says.

    >>> repair("< strong >Note</ strong>& nbsp;it& rsquo;s late")
    '<strong>Note</strong>&nbsp;it&rsquo;s late'
    """
    return Repairer(options, **settings).repair(markup)


def diagnose(markup: str | bytes, options: Options | None = None, /, **settings: Any) -> Diagnosis:
    """*markup* repaired, with everything that was found. Arguments and errors are those of ``repair``.

    >>> [(found.code, found.span, found.applied) for found in diagnose("one</ b>").diagnostics]
    [('spaced-end-tag', Span(start=3, end=8), True)]
    """
    return Repairer(options, **settings).diagnose(markup)

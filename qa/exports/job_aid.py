"""The job aid: chosen sentences of the language book on one page of A4, to lie beside the telephone.

Two columns, from the side that the language begins on. The letters are made as large as the page allows; what does not
fit at the smallest that people still read is refused, so that nothing is ever left out unseen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.book.schemas import BookEntryOut
from qa.book.service import lines_in
from qa.exports import wording
from qa.exports.pdf import FONTS, printable
from qa.exports.tabular import Language
from qa.platform.errors import Refused
from qa.rubric.schemas import Texts

_INK, _SOFT, _ACCENT, _LINE, _TINT = (33, 33, 30), (104, 98, 88), (31, 107, 98), (222, 218, 208), (238, 244, 241)
#: Letters in points, from what is comfortable down to what is still read at arm's length.
_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_MARGIN, _GAP, _TOP, _FOOT = 14.0, 9.0, 13.0, 12.0
#: A line's height in millimetres by the size of its letters in points.
_LEADING = 0.485


class AidTooLong(Refused):
    """More than one page holds."""

    code = "job_aid_too_long"

    def __init__(self, entries: int, sentences: int) -> None:
        self.detail = {"entries": entries, "sentences": sentences}
        super().__init__(f"{sentences} sentences of {entries} entries do not fit on one page; choose fewer of them")


class AidEmpty(Refused):
    """A page without a sentence."""

    code = "job_aid_empty"

    def __init__(self) -> None:
        super().__init__("nothing to print in this language; star sentences or choose situations first")


@dataclass(frozen=True, slots=True)
class Aid:
    """What is to be printed: entries as chosen, of which version of the book, and for whom; None: for everybody."""

    entries: Sequence[BookEntryOut]
    number: int
    name: str | None = None


def write_job_aid(aid: Aid, language: Language) -> bytes:
    """The page as a PDF. Raises AidEmpty, AidTooLong."""
    blocks = list(_blocks(aid.entries, language))
    if not blocks:
        raise AidEmpty
    for size in _SIZES:
        page = _Page(language, size)
        page.head(_said(wording.JOB_AID, language), _under(aid, language))
        if page.fill(blocks):
            return page.finished()
    raise AidTooLong(len(blocks), sum(len(block.sentences) for block in blocks))


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands together: a name, what customers say, what is answered. `above` heads the first of a kind."""

    above: str | None
    title: str
    lead: str
    sentences: tuple[str, ...]


def _blocks(entries: Sequence[BookEntryOut], language: Language) -> Iterator[_Block]:
    headed: set[str] = set()
    for entry in entries:
        sentences = tuple(line.say for line in lines_in(entry.sentences, language))
        if entry.kind != "principle" and not sentences:
            continue
        above = wording.PHASES[entry.phase] if entry.phase else wording.BOOK_KINDS[entry.kind]
        told = _said(above, language)
        yield _Block(
            above=None if told in headed else told,
            title=_own(entry.title, language),
            lead=_own(entry.body, language) if entry.kind == "principle" else _example(entry, language),
            sentences=sentences,
        )
        headed.add(told)


def _example(entry: BookEntryOut, language: Language) -> str:
    """The first example of what a customer says, to know the situation by."""
    triggers = lines_in(entry.triggers, language)
    return f'"{triggers[0].say}"' if triggers else ""


def _under(aid: Aid, language: Language) -> str:
    version = f"{_said(wording.BOOK_VERSION, language)} {aid.number}"
    return f"{aid.name}   ·   {version}" if aid.name else version


def _said(texts: Texts, language: Language) -> str:
    return texts.he if language == "he" else texts.en


def _own(texts: Texts, language: Language) -> str:
    return (texts.he or texts.en) if language == "he" else (texts.en or texts.he)


class _Page:
    """One page of two columns; knows when it is full."""

    def __init__(self, language: Language, size: float) -> None:
        from fpdf import FPDF

        self._pdf: Any = FPDF(format="A4")
        for style, name in (("", "regular"), ("B", "bold")):
            self._pdf.add_font("Heebo", style, FONTS / f"heebo-{name}.ttf")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margins(_MARGIN, _TOP, _MARGIN)
        self._pdf.set_lang(language)
        self._pdf.add_page()
        self._pdf.set_font("Heebo", size=size)
        shaped = ("rtl", "hebr", "heb") if language == "he" else ("ltr", "latn", "eng")
        self._pdf.set_text_shaping(use_shaping_engine=True, direction=shaped[0], script=shaped[1], language=shaped[2])
        self._rtl, self._size = language == "he", size
        self._wide = (self._pdf.w - 2 * _MARGIN - _GAP) / 2
        self._column, self._y, self._begun = 0, _TOP, _TOP

    def head(self, title: str, under: str) -> None:
        """What this is, across both columns."""
        across = self._pdf.w - 2 * _MARGIN
        self._write(title, (_MARGIN, across), self._size + 8, bold=True)
        self._write(under, (_MARGIN, across), 9, ink=_SOFT)
        self._y += 1.5
        self._pdf.set_draw_color(*_LINE)
        self._pdf.line(_MARGIN, self._y, self._pdf.w - _MARGIN, self._y)
        self._y += 3.5
        self._begun = self._y
        self._pdf.set_title(printable(title))

    def fill(self, blocks: Sequence[_Block]) -> bool:
        """Write them all; whether they fitted."""
        for block in blocks:
            height = self._height(block)
            if self._y + height > self._pdf.h - _FOOT:
                if self._column == 1 or self._begun + height > self._pdf.h - _FOOT:
                    return False
                self._column, self._y = 1, self._begun
            self._block(block)
        return True

    def finished(self) -> bytes:
        """The page as a file."""
        return bytes(self._pdf.output())

    def _block(self, block: _Block) -> None:
        x, wide = self._place()
        if block.above:
            self._write(block.above, (x, wide), self._size - 0.5, bold=True, ink=_ACCENT)
            self._y += 0.6
        self._write(block.title, (x, wide), self._size + 0.5, bold=True)
        if block.lead:
            self._write(block.lead, (x, wide), self._size - 1, ink=_SOFT)
        for sentence in block.sentences:
            self._sentence(sentence, x, wide)
        self._y += self._between()

    def _sentence(self, sentence: str, x: float, wide: float) -> None:
        """On a tinted ground, with a bar on the side that the line begins on."""
        inset = 3.0
        height = self._tall(sentence, wide - 2 * inset, self._size) + 1.4
        self._y += 0.7
        self._pdf.set_fill_color(*_TINT)
        self._pdf.rect(x, self._y, wide, height, style="F")
        self._pdf.set_fill_color(*_ACCENT)
        self._pdf.rect(x + wide - 0.8 if self._rtl else x, self._y, 0.8, height, style="F")
        self._y += 0.7
        self._write(sentence, (x + inset, wide - 2 * inset), self._size)
        self._y += 0.7

    def _place(self) -> tuple[float, float]:
        """Where the present column begins, and how wide it is."""
        first = self._column == 0
        on_the_right = first if self._rtl else not first
        return (_MARGIN + self._wide + _GAP if on_the_right else _MARGIN), self._wide

    def _between(self) -> float:
        return self._size * 0.28

    def _height(self, block: _Block) -> float:
        """How much room the block takes, without the gap behind it."""
        _, wide = self._place()
        height = self._tall(block.title, wide, self._size + 0.5, bold=True)
        if block.above:
            height += self._tall(block.above, wide, self._size - 0.5, bold=True) + 0.6
        if block.lead:
            height += self._tall(block.lead, wide, self._size - 1)
        return height + sum(self._tall(sentence, wide - 6, self._size) + 2.1 for sentence in block.sentences)

    def _tall(self, text: str, wide: float, size: float, *, bold: bool = False) -> float:
        self._pdf.set_font("Heebo", "B" if bold else "", size)
        lines = self._pdf.multi_cell(wide, size * _LEADING, printable(text), dry_run=True, output="LINES")
        return len(lines) * size * _LEADING

    def _write(
        self,
        text: str,
        place: tuple[float, float],
        size: float,
        *,
        bold: bool = False,
        ink: tuple[int, int, int] = _INK,
    ) -> None:
        x, wide = place
        self._pdf.set_font("Heebo", "B" if bold else "", size)
        self._pdf.set_text_color(*ink)
        self._pdf.set_xy(x, self._y)
        side = "R" if self._rtl else "L"
        self._pdf.multi_cell(wide, size * _LEADING, printable(text), align=side, new_x="LMARGIN", new_y="NEXT")
        self._y = self._pdf.get_y()

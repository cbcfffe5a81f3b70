"""One evaluation on paper: the score and what it rests on, question by question, in Hebrew or in English."""

from pathlib import Path
from typing import Any

from qa.evaluation.schemas import EvaluationOut, EvidenceOut, QuestionOut, SectionOut
from qa.exports import wording
from qa.exports.tabular import Language
from qa.pipeline.redact import named
from qa.rubric.schemas import Texts

FONTS = Path(__file__).parent / "fonts"
_MOST_EVIDENCE = 3
_INK, _SOFT, _ACCENT, _LINE = (33, 33, 30), (104, 98, 88), (31, 107, 98), (222, 218, 208)
_LINE_MM = 5.6


def write_pdf(evaluation: EvaluationOut, language: Language) -> bytes:
    """The evaluation as a PDF of A4 pages, its letters within it."""
    paper = _Paper(language)
    _write_head(paper, evaluation)
    for section in evaluation.sections:
        _write_section(paper, section)
    return paper.finished(f"{evaluation.id} · {evaluation.version}")


class _Paper:
    """Lines of text one below the other, from the side that the language begins on."""

    def __init__(self, language: Language) -> None:
        from fpdf import FPDF

        self.language = language
        self._pdf: Any = FPDF(format="A4")
        for style, name in (("", "regular"), ("B", "bold")):
            self._pdf.add_font("Heebo", style, FONTS / f"heebo-{name}.ttf")
        self._pdf.set_margins(20, 18, 20)
        self._pdf.set_auto_page_break(True, margin=20)
        self._pdf.alias_nb_pages()
        self._pdf.set_lang(language)
        self._pdf.add_page()
        self._pdf.set_font("Heebo", size=10)
        self._shape(language)

    def said(self, texts: Texts, **values: object) -> str:
        """The text in this paper's language, with the values in their places."""
        return (texts.he if self.language == "he" else texts.en).format(**values)

    def own(self, texts: Texts) -> str:
        """What somebody wrote in both languages, or in one."""
        first, second = (texts.he, texts.en) if self.language == "he" else (texts.en, texts.he)
        return first or second

    def line(
        self, text: str, *, size: float = 10, bold: bool = False, ink: tuple[int, int, int] = _INK, above: float = 0
    ) -> None:
        """A paragraph; sizes in points, `above` in millimetres."""
        if above:
            self._pdf.ln(above)
        self._pdf.set_font("Heebo", "B" if bold else "", size)
        self._pdf.set_text_color(*ink)
        height = _LINE_MM * max(1.0, size / 11)
        side = "R" if self.language == "he" else "L"
        self._pdf.multi_cell(0, height, printable(text), align=side, new_x="LMARGIN", new_y="NEXT")

    def rule(self) -> None:
        """A thin line across the page, with room about it."""
        self._pdf.ln(2.5)
        self._pdf.set_draw_color(*_LINE)
        self._pdf.line(self._pdf.l_margin, self._pdf.get_y(), self._pdf.w - self._pdf.r_margin, self._pdf.get_y())
        self._pdf.ln(2.5)

    def keep_together(self, millimetres: float) -> None:
        """Begin a new page where less than this is left of the present one."""
        if self._pdf.get_y() + millimetres > self._pdf.page_break_trigger:
            self._pdf.add_page()

    def finished(self, mark: str) -> bytes:
        """The whole as a file; each page says which one it is, and of what."""
        self._pdf.set_title(self.said(wording.FEEDBACK))
        pages = self._pdf.pages_count
        self._pdf.set_auto_page_break(False)
        for number in range(1, pages + 1):
            self._pdf.page = number
            self._pdf.set_y(-13)
            self._pdf.set_font("Heebo", "", 8)
            self._pdf.set_text_color(*_SOFT)
            told = f"{self.said(wording.PAGE)} {number} / {pages}   ·   {mark}"
            self._pdf.cell(0, 5, told, align="C")
        return bytes(self._pdf.output())

    def _shape(self, language: Language) -> None:
        direction, script, name = ("rtl", "hebr", "heb") if language == "he" else ("ltr", "latn", "eng")
        self._pdf.set_text_shaping(use_shaping_engine=True, direction=direction, script=script, language=name)


def _write_head(paper: _Paper, evaluation: EvaluationOut) -> None:
    call = evaluation.call
    paper.line(paper.said(wording.FEEDBACK), size=19, bold=True)
    who = call.agent.name if call.agent else call.agent_code
    began = f"{call.started_at:%d.%m.%Y, %H:%M} (UTC)" if call.started_at else call.file_name
    rubric = f"{paper.own(evaluation.rubric.title)}, {paper.said(wording.VERSION)} {evaluation.rubric.version}"
    facts = (
        (wording.AGENT, who),
        (wording.CALL, began),
        (wording.MEDIUM, paper.said(wording.WRITTEN[call.medium]) if call.medium in wording.WRITTEN else None),
        (wording.LENGTH, _clock(call.duration_ms) if call.duration_ms is not None else None),
        (wording.RUBRIC, rubric),
        (wording.REVIEWER, evaluation.reviewer_name),
    )
    if call.simulated:
        paper.line(paper.said(wording.SIMULATED), bold=True)
    for name, value in facts:
        if value:
            paper.line(f"{paper.said(name)}: {value}", ink=_SOFT)
    _write_score(paper, evaluation)
    if evaluation.published_at is None:
        paper.line(paper.said(wording.NOT_PUBLISHED), ink=_SOFT)
    if evaluation.retracted_at is not None:
        paper.line(paper.said(wording.RETRACTED), ink=_SOFT)
    for title, words in ((wording.SUMMARY, evaluation.summary), (wording.REPLY, evaluation.acknowledgement)):
        if words:
            paper.line(paper.said(title), bold=True, above=3)
            paper.line(words)


def _write_score(paper: _Paper, evaluation: EvaluationOut) -> None:
    score = evaluation.score
    if score.percent is None:
        paper.line(paper.said(wording.NO_SCORE), size=14, bold=True, ink=_ACCENT, above=3)
        return
    paper.line(f"{paper.said(wording.SCORE)}: {score.percent:.0f}%", size=16, bold=True, ink=_ACCENT, above=3)
    about = [paper.said(wording.PASS_MARK, mark=f"{score.pass_percent:g}%")]
    if score.low is not None and score.high is not None and round(score.low) != round(score.high):
        about.insert(0, paper.said(wording.LIKELY, low=f"{score.low:.0f}%", high=f"{score.high:.0f}%"))
    paper.line(" · ".join(about), ink=_SOFT)
    counts = {"people": score.from_people, "machine": score.from_machine, "undecided": score.undecided}
    paper.line(paper.said(wording.WHO_DECIDED, **counts), ink=_SOFT)


def _write_section(paper: _Paper, section: SectionOut) -> None:
    paper.keep_together(30)
    paper.rule()
    failed = f" ({paper.said(wording.SECTION_FAILED)})" if section.failed else ""
    paper.line(f"{paper.own(section.title)}{failed}", size=13, bold=True, ink=_ACCENT)
    for question in section.questions:
        _write_question(paper, question)


def _write_question(paper: _Paper, question: QuestionOut) -> None:
    paper.keep_together(18)
    critical = f" ({paper.said(wording.CRITICAL)})" if question.critical else ""
    paper.line(f"{paper.own(question.text)}{critical}", size=10.5, bold=True, above=2.5)
    paper.line(_outcome(paper, question))
    if question.answer and question.answer.reason:
        paper.line(f"{paper.said(wording.REASON)}: {question.answer.reason}", ink=_SOFT)
    if question.suggestion and question.decided_by == "machine":
        paper.line(named(paper.own(question.suggestion.why), paper.language), ink=_SOFT)
    heard = [one for one in question.suggestion.evidence if one.text] if question.suggestion else []
    for evidence in heard[:_MOST_EVIDENCE]:
        paper.line(_quote(paper, evidence), ink=_SOFT)


def _outcome(paper: _Paper, question: QuestionOut) -> str:
    if question.asked is False:
        return paper.said(wording.NOT_ASKED)
    if question.not_applicable is not None:
        return paper.said(wording.NOT_APPLICABLE)
    chosen = question.answer.option_id if question.answer else question.suggestion and question.suggestion.option_id
    label = next((paper.own(option.label) for option in question.options if option.id == chosen), None)
    if label is None or question.points is None or question.points_possible is None:
        return paper.said(wording.UNDECIDED)
    points = paper.said(wording.POINTS, points=f"{question.points:g}", possible=f"{question.points_possible:g}")
    whose = f" · {paper.said(wording.SUGGESTED)}" if question.decided_by == "machine" else ""
    return f"{label} · {points}{whose}"


def _quote(paper: _Paper, evidence: EvidenceOut) -> str:
    place = _clock(evidence.start_ms)
    if evidence.message is not None:
        place = paper.said(wording.MESSAGE, number=evidence.message)
    return f'{place}  "{named(evidence.text, paper.language)}"'


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def printable(text: str) -> str:
    """Without what has no shape on paper: marks of direction that people's programs leave in texts, and controls."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable())

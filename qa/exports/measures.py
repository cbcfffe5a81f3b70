"""The measures of a cohort as tables: a row a figure, each with its count, its agents and its interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.exports.tabular import Cell, Column, Language
from qa.insights.schemas import Figure
from qa.measures import coaching_view, measured
from qa.measures.schemas import MeasuredQuestion
from qa.measures.view import Seen
from qa.rubric.schemas import Texts

MeasureOut = Literal["adoption", "transfer", "consistency", "anchor", "coaching", "stalling"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure. `what` says of which part it is, `more` what else belongs to it."""

    what: Texts
    figure: Figure
    question: MeasuredQuestion | None = None
    agent: str | None = None
    when: str | None = None
    more: Cell = None
    sentence: Texts | None = None


_SHARE = Texts(he="שיעור", en="Share")
_CHANGE = Texts(he="שינוי מאז שלפני הסדנה", en="Change since before the workshop")
_PRACTICE, _LIVE = Texts(he="בתרגול", en="In practice"), Texts(he="בשיחות אמת", en="In live calls")
_DRILLS = Texts(he="בתרגולונים, ניסיון ראשון", en="At drills, first try")
_GAP = Texts(he="פער: אמת פחות תרגול", en="Gap: live less practice")
_BETWEEN, _WITHIN = Texts(he="בין נציגים", en="Between agents"), Texts(he="בתוך נציג/ה", en="Within an agent")
_TONE = Texts(he="השפעה על טון הלקוח", en="Effect on the customer's tone")
_EFFECT = Texts(he="השפעת הליווי", en="Effect of coaching")
_BEFORE, _AFTER = Texts(he="לפני", en="Before"), Texts(he="אחרי", en="After")
_FIRST = Texts(he="שבוע ראשון מול לפני הסדנה", en="First week against before")
_SECOND = Texts(he="שבוע שני מול הראשון", en="Second week against the first")

MEASURED: tuple[Column[Measured], ...] = (
    Column("question_id", "מזהה שאלה", "Question id", lambda one, _: one.question.id if one.question else None),
    Column("question", "שאלה", "Question", lambda one, language: _text(one.question, language)),
    Column(
        "sentence", "משפט", "Sentence", lambda one, language: _word(one.sentence, language) if one.sentence else None
    ),
    Column("target", "יעד", "Target", lambda one, _: one.question.target if one.question else None),
    Column("agent", "נציג/ה", "Agent", lambda one, _: one.agent),
    Column("when", "מתי", "When", lambda one, _: one.when),
    Column("what", "מה נמדד", "What", lambda one, language: _word(one.what, language)),
    Column("value", "ערך", "Value", lambda one, _: one.figure.value),
    Column("low", "מלמטה (95%)", "From (95 %)", lambda one, _: one.figure.low),
    Column("high", "מלמעלה (95%)", "To (95 %)", lambda one, _: one.figure.high),
    Column("count", "הזדמנויות או רגעים", "Opportunities or moments", lambda one, _: one.figure.count),
    Column("agents", "נציגים", "Agents", lambda one, _: one.figure.agents),
    Column("more", "עוד", "More", lambda one, _: one.more),
)


def rows_of(measure: MeasureOut, own: Seen) -> Iterator[Measured]:
    """The rows of one measure."""
    return _ROWS[measure](own)


def _adoption(own: Seen) -> Iterator[Measured]:
    """`more`: the undecided opportunities."""
    for curve in measured.adoption_of(own).curves:
        for week in curve.weeks:
            yield Measured(_SHARE, week.figure, curve.question, None, week.begins.isoformat(), week.unsure)
        yield Measured(_CHANGE, curve.change, curve.question)


def _transfer(own: Seen) -> Iterator[Measured]:
    found = measured.transfer_of(own)
    for row in found.rows:
        for what, figure in ((_PRACTICE, row.practice), (_LIVE, row.live), (_GAP, row.gap)):
            yield Measured(what, figure, row.question)
    yield Measured(_GAP, found.whole)
    for drilled in found.drills:
        yield Measured(_DRILLS, drilled.figure, drilled.question)


def _consistency(own: Seen) -> Iterator[Measured]:
    for row in measured.consistency_of(own).rows:
        yield Measured(_BETWEEN, row.between, row.question)
        yield Measured(_WITHIN, row.within, row.question)


def _anchor(own: Seen) -> Iterator[Measured]:
    """`more`: the moments without a sentence that it was compared with. Without a `sentence`: all of them together."""
    for row in measured.anchor_of(own).rows:
        yield Measured(_TONE, row.effect, row.question, more=row.without)
        for one in row.sentences:
            yield Measured(_TONE, one.effect, row.question, more=one.without, sentence=one.text)


def _coaching(own: Seen) -> Iterator[Measured]:
    """`more`: how many sessions, or agents that one session was compared with."""
    found = coaching_view.coaching_of(own)
    for row in found.rows:
        yield Measured(_EFFECT, row.effect, row.question, more=row.sessions)
    for one in found.sessions:
        for what, figure in ((_BEFORE, one.before), (_AFTER, one.after), (_EFFECT, one.effect)):
            yield Measured(what, figure, one.question, one.agent, one.day.isoformat(), one.others)


def _stalling(own: Seen) -> Iterator[Measured]:
    """`more`: what it comes to."""
    found = measured.stalling_of(own)
    for row in (*found.questions, *found.agents):
        for what, figure in ((_FIRST, row.first), (_SECOND, row.second)):
            yield Measured(what, figure, row.question, row.agent, more=row.course)


def _text(question: MeasuredQuestion | None, language: Language) -> str | None:
    return _word(question.text, language) if question else None


def _word(texts: Texts | None, language: Language) -> str | None:
    if texts is None:
        return None
    return (texts.he or texts.en) if language == "he" else (texts.en or texts.he)


_ROWS = {
    "adoption": _adoption,
    "transfer": _transfer,
    "consistency": _consistency,
    "anchor": _anchor,
    "coaching": _coaching,
    "stalling": _stalling,
}

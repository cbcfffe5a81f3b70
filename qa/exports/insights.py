"""Figures over many calls as tables: a row a figure, each with its count and its interval."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.exports.tabular import Column, Language
from qa.insights.schemas import (
    Figure,
    GroupOut,
    HeatCell,
    HeatMap,
    HeatRow,
    MeasureName,
    PromiseMadeOut,
    TopicFigure,
)
from qa.rubric.schemas import Texts

_MEASURES: dict[MeasureName, Texts] = {
    "score": Texts(he="ציון (0–100)", en="Score (0–100)"),
    "tone_start": Texts(he="טון הלקוח בתחילה (−5–5)", en="Customer's tone at the start (−5–5)"),
    "tone_end": Texts(he="טון הלקוח בסוף (−5–5)", en="Customer's tone at the end (−5–5)"),
    "dead_air": Texts(he="שקט ממושך, חלק מהשיחה (0–1)", en="Dead air, share of the call (0–1)"),
    "talk_share": Texts(he="דיבור הנציג, חלק מהדיבור (0–1)", en="Agent's share of the talk (0–1)"),
    "handle_time": Texts(he="זמן טיפול אופייני (שניות)", en="Typical handling time (seconds)"),
}
_WEEKDAYS = Texts(
    he="ראשון שני שלישי רביעי חמישי שישי שבת", en="Sunday Monday Tuesday Wednesday Thursday Friday Saturday"
)


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One measure of one group."""

    group: GroupOut
    measure: MeasureName

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.group.figures[self.measure]


#: A row of the heat map and one of its cells; without a week, all of them.
HeatFigure = tuple[HeatRow, HeatCell, bool]

GROUPS: tuple[Column[GroupFigure], ...] = (
    Column("group", "לפי", "By", lambda one, _: one.group.kind),
    Column("key", "מזהה", "Key", lambda one, _: one.group.key),
    Column("name", "שם", "Name", lambda one, language: _name(one.group, language)),
    Column("measure", "מדד", "Measure", lambda one, language: _text(_MEASURES[one.measure], language)),
    Column("value", "ערך", "Value", lambda one, _: one.figure.value),
    Column("low", "מלמטה (95%)", "From (95 %)", lambda one, _: one.figure.low),
    Column("high", "מלמעלה (95%)", "To (95 %)", lambda one, _: one.figure.high),
    Column("calls", "שיחות", "Calls", lambda one, _: one.figure.count),
    Column("agents", "נציגים", "Agents", lambda one, _: one.figure.agents),
    Column("over", "מה חוזר", "What repeats", lambda one, _: one.figure.over),
)

HEAT: tuple[Column[HeatFigure], ...] = (
    Column("section", "פרק", "Section", lambda one, language: _text(one[0].section, language)),
    Column("question_id", "מזהה שאלה", "Question id", lambda one, _: one[0].question_id),
    Column("question", "שאלה", "Question", lambda one, language: _text(one[0].text, language)),
    Column("week", "שבוע שמתחיל ב־", "Week of", lambda one, _: one[1].week.isoformat() if one[2] else None),
    Column("share", "חלק מהנקודות (0–1)", "Share of the points (0–1)", lambda one, _: one[1].figure.value),
    Column("low", "מלמטה (95%)", "From (95 %)", lambda one, _: one[1].figure.low),
    Column("high", "מלמעלה (95%)", "To (95 %)", lambda one, _: one[1].figure.high),
    Column("calls", "שיחות שנשאלו", "Calls asked", lambda one, _: one[1].figure.count),
    Column("agents", "נציגים", "Agents", lambda one, _: one[1].figure.agents),
    Column("not_applicable", "לא רלוונטי", "Not applicable", lambda one, _: one[1].not_applicable),
    Column("undecided", "לא הוכרעו", "Undecided", lambda one, _: one[1].undecided),
    Column("from_people", "הוכרעו בידי אדם", "Decided by people", lambda one, _: one[1].from_people),
)


TOPICS: tuple[Column[TopicFigure], ...] = (
    Column("kind", "סוג", "Kind", lambda one, _: one.topic.kind),
    Column("topic", "נושא", "Topic", lambda one, language: _text(one.topic.name, language)),
    Column("mentioned", "שיחות שבהן הוזכר", "Calls that mention it", lambda one, _: one.calls),
    Column("share", "חלק מהשיחות (0–1)", "Share of the calls (0–1)", lambda one, _: one.share.value),
    Column("low", "מלמטה (95%)", "From (95 %)", lambda one, _: one.share.low),
    Column("high", "מלמעלה (95%)", "To (95 %)", lambda one, _: one.share.high),
    Column("calls", "שיחות שנספרו", "Calls that count", lambda one, _: one.share.count),
    Column("agents", "נציגים", "Agents", lambda one, _: one.share.agents),
    Column("self_service", "אפשר בשירות עצמי", "Self-service", lambda one, _: one.topic.self_service),
)

PROMISES: tuple[Column[PromiseMadeOut], ...] = (
    Column("call_id", "מזהה שיחה", "Call", lambda one, _: one.call_id),
    Column("file_name", "קובץ", "File", lambda one, _: one.file_name),
    Column("made_at", "מתי הובטח (UTC)", "Promised (UTC)", lambda one, _: one.made_at),
    Column("agent", "נציג/ה", "Agent", lambda one, _: one.agent.name if one.agent else None),
    Column("customer_ref", "לקוח/ה", "Customer", lambda one, _: one.customer_ref),
    Column("text", "מה נאמר", "What was said", lambda one, _: one.text),
    Column("due_words", "מתי, במילים", "When, in words", lambda one, _: one.due_words),
    Column("due_at", "עד מתי (UTC)", "Due (UTC)", lambda one, _: one.due_at),
    Column("state", "מצב", "State", lambda one, _: one.state),
    Column("overdue", "באיחור", "Overdue", lambda one, _: one.overdue),
    Column("set_by", "מי קבע/ה", "Said by", lambda one, _: one.set_by_name),
    Column("note", "הערה", "Note", lambda one, _: one.note),
    Column("simulated", "שיחה מדומה", "Simulated call", lambda one, _: one.simulated),
)


def heat_figures(heat: HeatMap) -> Iterator[HeatFigure]:
    """Each question as a whole, then week by week."""
    for row in heat.rows:
        if row.whole is not None:
            yield row, row.whole, False
        for cell in row.cells:
            yield row, cell, True


def _name(group: GroupOut, language: Language) -> str | None:
    if group.kind == "hour":
        weekday, hour = group.key.split("-")
        days = _WEEKDAYS.he if language == "he" else _WEEKDAYS.en
        return f"{(days or '').split()[int(weekday)]} {int(hour):02}:00"
    return group.name


def _text(texts: Texts, language: Language) -> str | None:
    first, second = (texts.he, texts.en) if language == "he" else (texts.en, texts.he)
    return first or second

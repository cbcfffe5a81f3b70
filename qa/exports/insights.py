"""Figures over many calls as tables: a row a figure, each with its count and its interval."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.exports.tabular import Column, Language
from qa.insights.schemas import Figure, GroupOut, HeatCell, HeatMap, HeatRow, MeasureName
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

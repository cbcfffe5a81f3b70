"""When a promise is due, by the time words as they were heard: "tomorrow at noon", "תוך שלושה ימי עסקים".

Rules of thumb, and no more than that: a day is due at its end, a morning at noon, a week at its last day (Saturday),
and business days are those of a week that runs from Sunday to Thursday. Words without a time, like "soon", give none.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Literal

from qa.pipeline.phrases.normalise import normalise, stems

Unit = Literal["minute", "hour", "day", "week", "month"]


def _listed(text: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in text.split("|"))


def _by_word(told: Mapping[str, object]) -> dict[str, object]:
    return {word: value for words, value in told.items() for word in _listed(words)}


#: A unit, and how many of it the word itself means: Hebrew has words for two of each.
_UNITS: dict[str, tuple[Unit, int | None]] = _by_word(
    {
        "minute|minutes|דקה|דקות": ("minute", None),
        "hour|hours|שעה|שעות": ("hour", None),
        "שעתיים": ("hour", 2),
        "day|days|יום|ימים|ימי": ("day", None),
        "יומיים": ("day", 2),
        "week|weeks|שבוע|שבועות": ("week", None),
        "שבועיים": ("week", 2),
        "month|months|חודש|חודשים": ("month", None),
        "חודשיים": ("month", 2),
    }
)  # type: ignore[assignment]  # the values are as they are written here
#: Sunday is 0.
_WEEKDAYS: dict[str, int] = _by_word(
    {
        "sunday": 0,
        "monday": 1,
        "tuesday": 2,
        "wednesday": 3,
        "thursday": 4,
        "friday": 5,
        "saturday": 6,
    }
)  # type: ignore[assignment]  # the values are as they are written here
_HE_WEEKDAYS: dict[str, int] = _by_word(
    {"ראשון|א": 0, "שני|ב": 1, "שלישי|ג": 2, "רביעי|ד": 3, "חמישי|ה": 4, "שישי|ו": 5, "שבת": 6}
) | {"2": 1, "6": 5}  # type: ignore[assignment]  # names of days arrive as the numbers that they also are
_PARTS: dict[str, time] = _by_word(
    {
        "morning|בוקר|הבוקר": time(12),
        "noon|midday|צהריים": time(13),
        "afternoon|אחר הצהריים": time(18),
        "evening|ערב|הערב": time(22),
        "tonight|night|midnight|לילה|הלילה": time(23, 59),
    }
)  # type: ignore[assignment]  # the values are as they are written here
_DAY_S_END = time(23, 59)
_TODAY = _listed("today|tonight|היום|הערב|הלילה")
_TOMORROW = _listed("tomorrow|מחר")
_DAY_AFTER = _listed("מחרתיים")
_END = _listed("end|סוף")
_NEXT = _listed("next|following|הבא|הבאה")
_WORKING = _listed("business|working|עסקים|עבודה")
_FEW = {"couple": 2, "few": 3, "several": 3} | dict.fromkeys(_listed("כמה"), 3)
_DAY_WORD = _listed("יום")
_AT = _listed("at|by|before|until|שעה|בשעה|השעה")
#: Nobody promises something for the night: a bare hour before this one is in the afternoon.
_FIRST_HOUR = 8
_LONGEST = {"minute": 600, "hour": 200, "day": 400, "week": 60, "month": 24}


def due_at(words: str, said: datetime) -> datetime | None:
    """By when it is due, if the words say; `said` is when they were said, on the organisation's clock."""
    heard = normalise(words).split()
    day = _day(heard, said)
    if day is None and _hour(heard) is None and (after := _amount(heard, said)) is not None:
        return after
    if day is None:
        day = _stretch(heard, said)
    at = _hour(heard) or _part(heard)
    if day is None:
        return _on(said, at) if at is not None else None
    return _on(day, at or _DAY_S_END)


def _day(heard: Sequence[str], said: datetime) -> datetime | None:
    """The day that is named: today, tomorrow, or a day of the week, which is the next of its name."""
    if _any(heard, _DAY_AFTER) or ("after" in heard and "tomorrow" in heard):
        return said + timedelta(days=2)
    if _any(heard, _TOMORROW):
        return said + timedelta(days=1)
    weekday = _weekday(heard)
    if weekday is not None:
        return said + timedelta(days=(weekday - _sunday_first(said)) % 7 or 7)
    # היום is "today" and, in ביום, only "day": the word itself has to stand there.
    return said if _TODAY.intersection(heard) else None


def _weekday(heard: Sequence[str]) -> int | None:
    for place, word in enumerate(heard):
        if word in _WEEKDAYS:
            return _WEEKDAYS[word]
        if stems(word) & _DAY_WORD and place + 1 < len(heard) and heard[place + 1] in _HE_WEEKDAYS:
            return _HE_WEEKDAYS[heard[place + 1]]
    return _HE_WEEKDAYS["שבת"] if _any(heard, _listed("שבת")) else None


def _amount(heard: Sequence[str], said: datetime) -> datetime | None:
    """So much time from now: "in two hours", "תוך שבוע"."""
    if _any(heard, _END | _NEXT) or "this" in heard or _any(heard, _listed("הקרוב|הקרובה")):
        return None
    for place, word in enumerate(heard):
        found = _unit(word)
        if found is None:
            continue
        unit, count = found
        if count is None:
            count = next((_number(before) for before in reversed(heard[:place]) if _number(before)), None) or 1
        if count > _LONGEST[unit]:
            return None
        return _later(said, unit, count, working=_any(heard, _WORKING))
    return None


def _later(said: datetime, unit: Unit, count: int, *, working: bool) -> datetime:
    if unit in {"minute", "hour"}:
        return said + (timedelta(minutes=count) if unit == "minute" else timedelta(hours=count))
    if unit == "day" and working:
        day = said
        while count:
            day += timedelta(days=1)
            count -= _sunday_first(day) < 5
        return _on(day, _DAY_S_END)
    days = {"day": 1, "week": 7, "month": 30}[unit] * count
    return _on(said + timedelta(days=days), _DAY_S_END)


def _stretch(heard: Sequence[str], said: datetime) -> datetime | None:
    """The last day of this or the next week or month, where one is named."""
    ahead = 1 if _any(heard, _NEXT) else 0
    units = {found[0] for word in heard if (found := _unit(word))}
    if "week" in units or "weekend" in heard or _any(heard, _listed("סופשבוע")):
        return said + timedelta(days=6 - _sunday_first(said) + 7 * ahead)
    if "month" in units:
        first = said.replace(day=1)
        for _ in range(ahead + 1):
            first = (first + timedelta(days=32)).replace(day=1)
        return first - timedelta(days=1)
    return said if "day" in units and _any(heard, _END) else None


def _hour(heard: Sequence[str]) -> time | None:
    """The hour that is named."""
    for place, word in enumerate(heard):
        behind = heard[place - 1] if place else ""
        ahead = heard[place + 1] if place + 1 < len(heard) else ""
        if word.isdigit() and int(word) < 24 and (behind in _AT or ahead in {"am", "pm"}):
            hour = int(word)
            later = ahead == "pm" or (ahead != "am" and hour < _FIRST_HOUR)
            return time(hour + 12 if later and hour < 12 else hour)
    return None


def _part(heard: Sequence[str]) -> time | None:
    """The end of the part of the day that is named."""
    for word in heard:
        for stem in sorted(stems(word), key=len, reverse=True):
            if stem in _PARTS:
                return _PARTS[stem]
    return None


def _unit(word: str) -> tuple[Unit, int | None] | None:
    return next((_UNITS[stem] for stem in sorted(stems(word), key=len, reverse=True) if stem in _UNITS), None)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() and len(word) < 4 else _FEW.get(word)


def _any(heard: Sequence[str], wanted: frozenset[str]) -> bool:
    return any(stems(word) & wanted for word in heard)


def _sunday_first(day: datetime) -> int:
    return (day.weekday() + 1) % 7


def _on(day: datetime, at: time) -> datetime:
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)

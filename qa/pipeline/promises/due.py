"""By when: the time words of a promise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.pipeline.phrases.normalise import normalise, stems
from qa.pipeline.promises.clause import Clause

#: A day or hour that is named, a vague promise of haste, or this very moment.
Kind = Literal["later", "soon", "now"]


@dataclass(frozen=True, slots=True)
class Due:
    """A time as it was heard; `start` and `end` are its tokens, the end not included."""

    text: str
    kind: Kind
    start: int
    end: int


def _listed(text: str) -> frozenset[str]:
    """The words as normalised tokens; | parts them."""
    return frozenset(normalise(word) for word in text.split("|"))


_WEEKDAYS = _listed("monday|tuesday|wednesday|thursday|friday|saturday|sunday")
_PARTS = _listed("morning|afternoon|evening|noon|midday|night|midnight|בוקר|צהריים|ערב|לילה|אחר הצהריים")
_UNITS = _listed(
    "minute|minutes|hour|hours|day|days|week|weeks|month|months|weekend|"
    "דקה|דקות|שעה|שעות|שעתיים|יום|ימים|יומיים|ימי|שבוע|שבועיים|שבועות|חודש|חודשים|חודשיים|סופשבוע"
)
_ALONE = _listed("tomorrow|tonight|מחר|מחרתיים|הלילה|הערב|שעתיים|יומיים|שבועיים")
_HAZY = _listed("soon|shortly|בהקדם|בקרוב")
_NEXT = _listed("next|this|coming|following|הבא|הבאה|הקרוב|הקרובה")
_WITHIN = _listed("in|within|after|during|by|until|till|before|on|at|for|over|תוך|בתוך|בעוד|עד|לפני|אחרי|במהלך|ב")
_HE_DAYS = _listed("ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת|א|ב|ג|ד|ה")
_GLUE = _listed(
    "the|a|an|end|of|next|this|coming|following|one|two|few|couple|business|working|first|thing|about|"
    "סוף|ימי|עסקים|הקרוב|הקרובים|הקרובה|הקרובות|הבא|הבאה|כמה|עוד|כ|של|את|לכל|היותר|ה"
)
_NOW = _listed("now|immediately|כעת|עכשיו|מיד|מייד|כרגע")
_BEFORE_HOURS = _listed("at|by|before|until|שעה|בשעה|השעה")
_LONGEST_RUN = 6


def find(clause: Clause, start: int, end: int) -> Due | None:
    """The time named between two tokens; a definite one before a hazy one, the longest of its kind."""
    found = list(_all(clause, start, end))
    for kind in ("later", "soon", "now"):
        of_kind = [due for due in found if due.kind == kind]
        if of_kind:
            return max(of_kind, key=lambda due: due.end - due.start)
    return None


def _all(clause: Clause, start: int, end: int) -> Iterator[Due]:
    at = start
    while at < end:
        length, kind = _read(clause, at, end)
        if length:
            words = clause.heard(at, at + length)
            yield Due(" ".join(word.text for word in words).strip(" ,.?!"), kind, at, at + length)
        at += max(1, length)


def _read(clause: Clause, at: int, end: int) -> tuple[int, Kind]:
    """How many tokens from `at` on name a time, 0 for none; and which kind of time."""
    longest = 0
    if clause.text(at) == "by" and clause.text(at - 1).isdigit():
        return 0, "now"  # "one by one"
    for length in range(1, min(_LONGEST_RUN, end - at) + 1):
        run = [clause.text(place) for place in range(at, at + length)]
        if _is_time(run):
            longest = length
    if longest:
        return longest, "later"
    word = clause.text(at)
    if word in _HAZY or stems(word) & _HAZY:
        return 1, "soon"
    if word == "right" and clause.text(at + 1) in {"away", "now"}:
        return 2, "soon" if clause.text(at + 1) == "away" else "now"
    return (1, "now") if word in _NOW else (0, "now")


def _is_time(run: list[str]) -> bool:
    """Words of glue and one or more that name a day, a part of it, or an amount of time."""
    *before, last = run
    if not all(_is_glue(word) or _names_a_day(word) or _is_part(word) for word in before):
        return False
    if not before or _names_a_day(last):
        return _names_a_day(last)
    if last in {"today", "היומ"}:
        return before[-1] in {"later", "עוד", "by", "until", "עד"}
    if _is_unit(last) and not _is_he_weekday(before[-1], last):
        return any(_measures(word) for word in before)
    return (
        _is_part(last)  # "in the morning", but not "good morning"
        or _is_he_weekday(before[-1], last)
        or _is_hour(before, last)
        or _is_next(before[-1], last)
    )


def _is_hour(before: list[str], last: str) -> bool:
    """An hour: "by 5", "5 pm"."""
    if last in {"am", "pm"}:
        return before[-1].isdigit()
    return last.isdigit() and before[-1] in _BEFORE_HOURS and not before[0].isdigit()


def _is_next(before: str, last: str) -> bool:
    """In Hebrew, "next" stands behind what it tells of: בשבוע הבא."""
    return last in _NEXT and (_is_unit(before) or _names_a_day(before))


def _names_a_day(word: str) -> bool:
    return word in _WEEKDAYS or bool(stems(word) & _ALONE)


def _is_he_weekday(before: str, last: str) -> bool:
    """As in יום שלישי; the second day arrives as the number that its name also is."""
    return "יומ" in stems(before) and (last in _HE_DAYS or last in {"2", "6"})


def _is_part(word: str) -> bool:
    return bool(stems(word) & _PARTS)


def _is_unit(word: str) -> bool:
    return bool(stems(word) & _UNITS)


def _measures(word: str) -> bool:
    return (
        word.isdigit()
        or word in _NEXT
        or bool(stems(word) & (_WITHIN | {"סופ"}))
        or word in {"end", "few", "couple", "כמה"}
    )


def _is_glue(word: str) -> bool:
    return word.isdigit() or bool(stems(word) & (_GLUE | _WITHIN)) or word in {"later", "by"} or _is_unit(word)

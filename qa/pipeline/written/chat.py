"""A chat as plain lines, the way messengers and help desks write it out.

    12:04 Dana: שלום, במה אפשר לעזור?
    [2026-03-01 12:05:10] customer: my order is late
    01/03/2026, 12:06 - Dana: I am sorry to hear that.
    Dana: without a time

A file keeps to one way: if its first message has a time, every message begins with one, and a line without is the next
line of the message before. Where messages have no times, the next line of a message begins with a space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from qa.pipeline.written.clean import tidy
from qa.pipeline.written.model import LIMITS, At, Message, Unreadable

_DAY: Final = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})"
)
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
    r"\s?(?P<half>[AaPp][Mm])?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_TIMED: Final = re.compile(rf"^\s*\[?\s*(?:(?:{_DAY})(?:,?\s+|T))?{_CLOCK}\s*\]?\s*(?:[-–]\s+)?(?P<rest>\S.*)$")
#: A sender ends at the first colon; one that is part of a web address or of a clock ends nobody's name.
_SAID: Final = re.compile(r"^(?P<who>[^:\n]{1,200}?)\s*:(?!//)\s*(?P<text>.*)$")


@dataclass(slots=True)
class _Draft:
    who: str
    lines: list[str]
    sent_at: datetime | None


def messages_of(text: str, day: date | None, zone: tzinfo) -> tuple[tuple[Message, ...], bool]:
    """The messages of a chat, and whether times were left out because nobody said of which day they are.

    `day` is that of a file whose lines have a clock and no date; `zone` that of times which do not say theirs. Raises
    Unreadable, which names the line.
    """
    drafts = list(_drafts(text, day, zone))
    if not drafts:
        raise Unreadable("no_words")
    dateless = _is_timed(text) and any(draft.sent_at is None for draft in drafts)
    made = [_message(draft) for draft in drafts]
    return tuple(message for message in made if message.text), dateless


def has_message(text: str) -> bool:
    """Whether any line looks like the beginning of a message: somebody, a colon, and words."""
    return any(_looks_like_one(line) for line in text.split("\n"))


def _looks_like_one(line: str) -> bool:
    timed = _TIMED.match(line)
    said = _SAID.match(timed["rest"] if timed else line)
    return said is not None and bool(said["text"])


def _message(draft: _Draft) -> Message:
    return Message(draft.who, tidy("\n".join(draft.lines)), draft.sent_at)


def _is_timed(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _TIMED.match(first) is not None


def _drafts(text: str, day: date | None, zone: tzinfo) -> Iterator[_Draft]:
    timed, open_draft, count = _is_timed(text), None, 0
    for number, line in enumerate(text.split("\n"), 1):
        begins = _begins(line, timed=timed)
        said = _SAID.match(begins[1]) if begins else None
        if begins is None and open_draft is not None:
            open_draft.lines.append(line)
        elif begins and said:
            if open_draft is not None:
                yield open_draft
            count += 1
            if count > LIMITS.messages:
                raise Unreadable("too_many", At(line=number), most=LIMITS.messages)
            open_draft = _Draft(_sender(said["who"], number), [said["text"]], _moment(begins[0], day, zone, number))
        elif line.strip() and not (timed and begins):  # messengers' own notices have a time and no sender
            raise Unreadable("no_message", At(line=number))
    if open_draft is not None:
        yield open_draft


def _sender(said: str, number: int) -> str:
    who = tidy(said)
    if not who or len(who) > LIMITS.name_letters:
        raise Unreadable("sender", At(line=number), most=LIMITS.name_letters)
    return who


def _begins(line: str, *, timed: bool) -> tuple[re.Match[str] | None, str] | None:
    """The time and the rest of a line that begins a message; None for the next line of the one before."""
    if not line.strip():
        return None
    if timed:
        found = _TIMED.match(line)
        return (found, found["rest"]) if found else None
    return None if line[0].isspace() else (None, line)


def _moment(found: re.Match[str] | None, day: date | None, zone: tzinfo, number: int) -> datetime | None:
    if found is None:
        return None
    try:
        clock = _clock(found)
        own = _day(found) or day
        if own is None:
            return None
        return datetime.combine(own, clock, tzinfo=_zone(found["zone"], zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("no_such_time", At(line=number)) from error


def _clock(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "pm")
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _day(found: re.Match[str]) -> date | None:
    if found["year"]:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found["d"]:
        year = int(found["y"])
        return date(year if year > 99 else 2000 + year, int(found["m"]), int(found["d"]))
    return None


def _zone(said: str | None, zone: tzinfo) -> tzinfo:
    if not said:
        return zone
    return datetime.fromisoformat(f"2000-01-01T00:00:00{said}").tzinfo or zone

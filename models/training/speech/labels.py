"""Lays a script out in time and writes its label, so that every time in a label is a placement and not a guess.

Pure: it is told how long each segment lasts and never hears a voice.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.training.speech.script import Book, Call, Pause, Phrase, Segment, Situation, Turn

#: How long a segment lasts when this speaker says it, in ms.
Lengths = Callable[[str, Segment], int]

TALK_OVER_MS = 100  # both speak at once for at least this long
DEAD_AIR_MS = 3_000  # nobody speaks for at least this long
_LEAD_MS = (450, 900)
_BETWEEN_TURNS_MS = (280, 1_150)
_BETWEEN_SEGMENTS_MS = (240, 430)
_AROUND_MUSIC_MS = 400
_TAIL_MS = 500


@dataclass(frozen=True, slots=True)
class PlacedSegment:
    """A segment with its time in the call."""

    segment: Segment
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A turn with its place among the turns; its segments are in order and never empty."""

    index: int
    turn: Turn
    segments: tuple[PlacedSegment, ...]

    @property
    def start_ms(self) -> int:
        return self.segments[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.segments[-1].end_ms


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole call in time. `holds` are the stretches of music."""

    turns: tuple[PlacedTurn, ...]
    holds: tuple[tuple[int, int], ...]
    duration_ms: int


def lay_out(call: Call, lengths: Lengths) -> Timeline:
    """Places every segment. The gaps come from a generator seeded by the call's id, so a second build is the same."""
    chance = random.Random(call.id)  # noqa: S311  a repeatable choice is wanted, nothing is kept secret by it
    now = chance.randint(*_LEAD_MS)
    turns: list[PlacedTurn] = []
    holds: list[tuple[int, int]] = []
    after_pause = True  # the call's first turn waits for nobody
    for item in call.course:
        if isinstance(item, Pause):
            if item.music:
                holds.append((now + _AROUND_MUSIC_MS, now + _AROUND_MUSIC_MS + item.ms))
                now += 2 * _AROUND_MUSIC_MS
            now += item.ms
            after_pause = True
            continue
        if item.interrupts_ms:
            now -= item.interrupts_ms
        elif not after_pause:
            now += chance.randint(*_BETWEEN_TURNS_MS)
        placed = _place(item, now, lengths, chance)
        turns.append(PlacedTurn(len(turns), item, placed))
        now = max(turn.end_ms for turn in turns)
        after_pause = False
    return Timeline(tuple(turns), tuple(holds), now + _TAIL_MS)


def _place(turn: Turn, start_ms: int, lengths: Lengths, chance: random.Random) -> tuple[PlacedSegment, ...]:
    placed: list[PlacedSegment] = []
    for segment in turn.segments:
        start = placed[-1].end_ms + chance.randint(*_BETWEEN_SEGMENTS_MS) if placed else start_ms
        placed.append(PlacedSegment(segment, start, start + lengths(turn.speaker, segment)))
    return tuple(placed)


def label_of(call: Call, timeline: Timeline, book: Book, audio: str) -> dict[str, Any]:
    """The call's label, as it goes into its JSON file."""
    conditions = call.conditions
    return {
        "id": call.id,
        "language": call.language,
        "audio": audio,
        "duration_ms": timeline.duration_ms,
        "sample_rate": conditions.rate,
        "codec": conditions.codec,
        "channels": {"0": "agent", "1": "customer"},
        "conditions": {
            "snr_db": conditions.snr_db,
            "agent_snr_db": conditions.snr_db,
            "customer_snr_db": conditions.snr_db,
            "noise": "half white, half babble",
            "leakage_db": conditions.leakage_db,
            "agent_gain_db": conditions.agent_gain_db,
            "customer_gain_db": conditions.customer_gain_db,
            "band_hz": list(conditions.band_hz),
        },
        "agent": call.agent,
        "agent_gender": call.agent_gender,
        "customer_gender": call.customer_gender,
        "scenario": call.scenario,
        "turns": [_turn_row(turn, call.voices) for turn in timeline.turns],
        "phrases": phrase_rows(timeline, book.phrases),
        "situations": situation_rows(timeline, book.situations),
        "spans": {
            "talk_over": talk_over(timeline),
            "dead_air": dead_air(timeline),
            "hold": [list(hold) for hold in timeline.holds],
            "pii": _pii_rows(timeline),
        },
    }


def _turn_row(placed: PlacedTurn, voices: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "index": placed.index,
        "speaker": placed.turn.speaker,
        "start_ms": placed.start_ms,
        "end_ms": placed.end_ms,
        "text": " ".join(each.segment.text for each in placed.segments),
        "voice": voices[placed.turn.speaker],
    }
    return row | ({"sentiment": placed.turn.sentiment} if placed.turn.sentiment else {})


def phrase_rows(timeline: Timeline, phrases: tuple[Phrase, ...]) -> list[dict[str, Any]]:
    """One row for each occurrence in order, then an `absent` row for each phrase that has none."""
    rows: list[dict[str, Any]] = [
        {
            "phrase_id": placed.segment.mark.phrase_id,
            "label": placed.segment.mark.label,
            "kind": placed.segment.mark.kind,
            "turn": turn.index,
            "start_ms": placed.start_ms,
            "end_ms": placed.end_ms,
            "said_as": placed.segment.text,
        }
        for turn in timeline.turns
        for placed in turn.segments
        if placed.segment.mark
    ]
    there = {row["phrase_id"] for row in rows}
    nowhere = dict.fromkeys(("kind", "turn", "start_ms", "end_ms", "said_as"))
    return rows + [
        {"phrase_id": phrase.id, "label": "absent", **nowhere} for phrase in phrases if phrase.id not in there
    ]


def situation_rows(timeline: Timeline, situations: tuple[Situation, ...]) -> list[dict[str, Any]]:
    """One row for each trigger: which answer came, and how long after the trigger's end it began."""
    known = {situation.id: situation for situation in situations}
    rows: list[dict[str, Any]] = []
    for turn in timeline.turns:
        for placed in turn.segments:
            if placed.segment.trigger:
                response = _response(timeline, known[placed.segment.trigger], placed.end_ms)
                rows.append(
                    {
                        "situation_id": placed.segment.trigger,
                        "trigger_turn": turn.index,
                        "trigger_start_ms": placed.start_ms,
                        "trigger_end_ms": placed.end_ms,
                        **response,
                    }
                )
    return rows


def _response(timeline: Timeline, situation: Situation, after_ms: int) -> dict[str, Any]:
    for turn in timeline.turns:
        for placed in turn.segments:
            mark = placed.segment.mark
            if not mark or mark.phrase_id != situation.phrase_id or mark.label == "near_miss":
                continue
            delay = placed.start_ms - after_ms
            if delay >= 0:
                in_time = delay <= situation.within_s * 1000
                return {"response": mark.label if in_time else "late", "response_turn": turn.index, "delay_ms": delay}
    return {"response": "missed", "response_turn": None, "delay_ms": None}


def talk_over(timeline: Timeline) -> list[list[int]]:
    """Where a segment of each speaker sounds at once for TALK_OVER_MS or more."""
    spans: list[list[int]] = []
    for ours in _spoken(timeline, "agent"):
        for theirs in _spoken(timeline, "customer"):
            start, end = max(ours[0], theirs[0]), min(ours[1], theirs[1])
            if end - start >= TALK_OVER_MS:
                spans.append([start, end])
    return sorted(spans)


def dead_air(timeline: Timeline) -> list[list[int]]:
    """Where nobody speaks and no music plays for DEAD_AIR_MS or more."""
    sounds = sorted([*_spoken(timeline, "agent"), *_spoken(timeline, "customer"), *timeline.holds])
    spans: list[list[int]] = []
    heard_until = 0
    for start, end in sounds:
        if start - heard_until >= DEAD_AIR_MS:
            spans.append([heard_until, start])
        heard_until = max(heard_until, end)
    return spans


def _spoken(timeline: Timeline, speaker: str) -> list[tuple[int, int]]:
    return [
        (placed.start_ms, placed.end_ms)
        for turn in timeline.turns
        if turn.turn.speaker == speaker
        for placed in turn.segments
    ]


def _pii_rows(timeline: Timeline) -> list[dict[str, Any]]:
    return [
        {
            "kind": placed.segment.pii_kind,
            "channel": 0 if turn.turn.speaker == "agent" else 1,
            "speaker": turn.turn.speaker,
            "start_ms": placed.start_ms,
            "end_ms": placed.end_ms,
            "digits": placed.segment.digits,
        }
        for turn in timeline.turns
        for placed in turn.segments
        if placed.segment.pii_kind
    ]

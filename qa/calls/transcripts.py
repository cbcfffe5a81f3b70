"""A transcript into the JSON that a revision keeps, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from qa.calls.schemas import CorrectedTurnOut, FlagOut, InterruptionOut, TranscriptOut, TurnOut, WordOut
from qa.calls.tables import CORRECTED, MACHINE, TranscriptRevision
from qa.engines.interfaces import EngineRevision, Word
from qa.pipeline.model import ConductFinding, Flag, Party, Speaker, Transcript, Turn
from qa.pipeline.redact import Place, covered, kind_of_mark
from qa.platform.spans import Span, subtract

#: From this length on the workbench marks a silence, whatever a rubric counts.
SHOWN_DEAD_AIR_MS = 3_000

Spans = list[tuple[int, int]]

#: Music lasts at least this long.
_HOLD_MS = 3_000


def to_body(transcript: Transcript, conduct: ConductFinding | None) -> dict[str, Any]:
    """Everything of the transcript, as JSON. Words are [text, start, end, probability] to keep long calls small."""
    return {
        "duration_ms": transcript.duration_ms,
        "flags": [asdict(flag) for flag in transcript.flags],
        "engines": [asdict(engine) for engine in transcript.engines],
        "speech": {speaker: _pairs(spans) for speaker, spans in transcript.speech.items()},
        "sound": _pairs(transcript.sound),
        "channels": list(transcript.channels),
        "dead_air": _pairs(conduct.dead_air) if conduct else [],
        "talk_over": _pairs(conduct.talk_over) if conduct else [],
        "interruptions": [
            [overlap.span.start, overlap.span.end, overlap.begun_by]
            for overlap in (conduct.interruptions if conduct else ())
        ],
        "holds": _pairs(transcript.holds),
        "loudness": dict(transcript.loudness),
        "parties": [_party_body(party) for party in transcript.parties],
        "turns": [turn_body(turn) for turn in transcript.turns],
    } | ({"written": True} if transcript.written else {})


def from_revision(revision: TranscriptRevision) -> Transcript:
    """The transcript as the pipeline knows it."""
    body = revision.body
    return Transcript(
        language=revision.language,
        duration_ms=body["duration_ms"],
        turns=tuple(_turn(turn) for turn in body["turns"]),
        speech={speaker: _spans(pairs) for speaker, pairs in body["speech"].items()},
        sound=_spans(body["sound"]),
        channels=tuple(body.get("channels", ())),  # revisions of the first days have none
        flags=tuple(Flag(**flag) for flag in body["flags"]),
        engines=tuple(EngineRevision(**engine) for engine in body["engines"]),
        holds=_spans(body["holds"]) if "holds" in body else _sound_without_speech(body),
        loudness=body.get("loudness", {}),
        parties=tuple(_party(party) for party in body.get("parties", ())),
        written=body.get("written", False),
    )


def _sound_without_speech(body: dict[str, Any]) -> tuple[Span, ...]:
    """What revisions from before holds were known took for music: sound that lasts while nobody speaks."""
    spoken = [span for pairs in body["speech"].values() for span in _spans(pairs)]
    first = min((span.start for span in spoken), default=None)
    left = subtract(_spans(body["sound"]), spoken)
    return tuple(s for s in left if s.length >= _HOLD_MS and first is not None and s.start > first)


def show(
    revision: TranscriptRevision, people: Mapping[str, str], machine: TranscriptRevision, hidden: Sequence[Place] = ()
) -> TranscriptOut:
    """The revision as the web says it, without what is said at the hidden places.

    `people` are the names of those who corrected it, by id; `machine` is what was heard before anybody did.
    """
    transcript, body = without(from_revision(revision), hidden), revision.body
    heard = without(from_revision(machine), hidden).turns if body.get("corrected") else ()
    corrected = {
        turn: CorrectedTurnOut(
            person_name=people.get(person, ""),
            at=datetime.fromisoformat(at),
            heard=_heard(heard[turn], transcript.turns[turn]),
        )
        for turn, person, at in body.get("corrected", ())
    }
    return TranscriptOut(
        revision=revision.revision,
        origin=CORRECTED if revision.origin == CORRECTED else MACHINE,
        language=transcript.language,
        duration_ms=transcript.duration_ms,
        flags=[FlagOut(code=flag.code, detail=flag.detail) for flag in transcript.flags],
        engines=[str(engine) for engine in transcript.engines],
        turns=[turn_out(index, turn, corrected.get(index)) for index, turn in enumerate(transcript.turns)],
        dead_air=body["dead_air"],
        talk_over=body["talk_over"],
        interruptions=[
            InterruptionOut(start_ms=start, end_ms=end, by=by) for start, end, by in body.get("interruptions", ())
        ],
        holds=_pairs(transcript.holds),
        parties=[party.speaker for party in transcript.parties],
        written=transcript.written,
    )


def without(transcript: Transcript, hidden: Sequence[Place]) -> Transcript:
    """The transcript with a placeholder for whatever is said at these places."""
    return (
        replace(transcript, turns=tuple(covered(turn, hidden) for turn in transcript.turns)) if hidden else transcript
    )


def _heard(machine: Turn, now: Turn) -> str:
    """The machine's words, without what it made of a number that is hidden in those of now."""
    marks = ((kind_of_mark(word.text), word.span) for word in now.words)
    return covered(machine, [Place(kind, machine.speaker, span) for kind, span in marks if kind]).text


def turn_out(index: int, turn: Turn, corrected: CorrectedTurnOut | None = None) -> TurnOut:
    """A turn as the web says it."""
    return TurnOut(
        index=index,
        speaker=turn.speaker,
        start_ms=turn.span.start,
        end_ms=turn.span.end,
        text=turn.text,
        language=turn.language,
        party=turn.party,
        sent_at=datetime.fromisoformat(turn.sent_at) if turn.sent_at else None,
        words=[
            WordOut(
                text=w.text,
                start_ms=w.span.start,
                end_ms=w.span.end,
                probability=round(w.probability, 4),
                hidden=kind_of_mark(w.text),
            )
            for w in turn.words
        ],
        corrected=corrected,
    )


def turn_body(turn: Turn) -> dict[str, Any]:
    """A turn as a revision keeps it."""
    words = [[word.text, word.span.start, word.span.end, round(word.probability, 4)] for word in turn.words]
    known = {"party": turn.party, "language": turn.language, "sent_at": turn.sent_at}
    said = {"speaker": turn.speaker, "start": turn.span.start, "end": turn.span.end, "words": words}
    return said | {name: value for name, value in known.items() if value is not None}


def _party_body(party: Party) -> dict[str, Any]:
    return {
        "speaker": party.speaker,
        "speech": _pairs(party.speech),
        "music": _pairs(party.music),
        "loudness": party.loudness,
    }


def _party(body: dict[str, Any]) -> Party:
    return Party(body["speaker"], _spans(body["speech"]), _spans(body["music"]), body["loudness"])


def _turn(body: dict[str, Any]) -> Turn:
    words = tuple(Word(text, Span(start, end), probability) for text, start, end, probability in body["words"])
    speaker: Speaker = body["speaker"]
    span = Span(body["start"], body["end"])
    return Turn(speaker, span, words, body.get("party"), body.get("language"), body.get("sent_at"))


def _pairs(spans: tuple[Span, ...]) -> Spans:
    return [(span.start, span.end) for span in spans]


def _spans(pairs: Spans) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)

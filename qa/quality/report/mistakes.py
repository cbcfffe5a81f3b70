"""The errors that teach most: where the machine was most sure and wrong, each with the sound it was wrong about."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media import encode_playback
from qa.pipeline.model import DecodedAudio
from qa.platform.spans import Span
from qa.quality.figures import PhraseCase
from qa.quality.heard import HeardCall, PhraseNote

#: As many errors a page shows: each brings its sound with it.
MOST = 40
#: How much of the call is heard before and after the moment, in milliseconds.
_AROUND_MS = 500
#: No clip is longer: a moment may be a whole turn.
_LONGEST_MS = 15_000

#: The sound of a call by its name.
SoundOf = Callable[[str], DecodedAudio]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong verdict. `clip` is a data address of its sound; None where no place in the call belongs to it."""

    case: PhraseCase
    note: PhraseNote | None
    clip: str | None


def mistakes(cases: Sequence[PhraseCase], heard: Mapping[str, HeardCall], sound_of: SoundOf) -> list[Mistake]:
    """The wrong verdicts, the surest first."""
    wrong = sorted((case for case in cases if case.wrong), key=lambda case: (-case.error, case.call, case.phrase.id))
    chosen = wrong[:MOST]
    clips: dict[tuple[str, str], str] = {}
    for call in sorted({case.call for case in chosen if _place(case)}):
        sound = sound_of(call)  # one call's sound a time: a corpus may be hours long
        for case in chosen:
            place = _place(case) if case.call == call else None
            if place:
                clips[call, case.phrase.id] = _clip(sound, case.phrase.speaker, place)
    return [Mistake(case, _note(heard, case), clips.get((case.call, case.phrase.id))) for case in chosen]


def _place(case: PhraseCase) -> Span | None:
    """What was missed, or what was taken for the phrase."""
    return (case.label.span if case.expected else case.line.span) or case.line.span


def _note(heard: Mapping[str, HeardCall], case: PhraseCase) -> PhraseNote | None:
    call = heard.get(case.call)
    return call.phrases.get(case.phrase.id) if call else None


def _clip(sound: DecodedAudio, speaker: str, place: Span) -> str:
    channel = next((c for c in sound.channels if c.speaker == speaker), sound.channels[0])
    start = max(0, place.start - _AROUND_MS)
    end = min(place.end + _AROUND_MS, start + _LONGEST_MS)
    samples = channel.samples[start * SAMPLE_RATE // 1000 : end * SAMPLE_RATE // 1000]
    with TemporaryDirectory(prefix="qa-") as folder:
        file = Path(folder) / "clip.ogg"
        encode_playback((samples,), file)
        return f"data:audio/ogg;base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"

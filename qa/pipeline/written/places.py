"""What a rubric's times mean in a written conversation: turns.

- "within the first n seconds" is within the first stretch of messages of the one who is to write it, and "within the
  last n" within their last one;
- a response that is owed within n seconds is owed in the next stretch of messages of the one who owes it, unless the
  rubric says how many turns they have;
- shares of the call are shares of the text, and how near two phrases lie is measured as the text is read aloud.
"""

from bisect import bisect_right
from dataclasses import replace

from qa.pipeline.model import Checklist, PhraseSpec, SituationSpec, Speaker, Transcript, Window


def in_turns(checklist: Checklist, transcript: Transcript) -> Checklist:
    """The checklist for this text."""
    return replace(
        checklist,
        phrases=tuple(_phrase(spec, transcript) for spec in checklist.phrases),
        situations=tuple(_situation(spec, transcript) for spec in checklist.situations),
    )


def message_at(transcript: Transcript, at: int) -> int | None:
    """The number of the message in which a place lies, from 1 on; None for what was spoken."""
    if not transcript.written:
        return None
    return max(1, bisect_right([turn.span.start for turn in transcript.turns], at))


def _situation(spec: SituationSpec, transcript: Transcript) -> SituationSpec:
    return replace(
        spec,
        trigger=_phrase(spec.trigger, transcript),
        response=_phrase(spec.response, transcript),
        within_ms=None,
        within_turns=spec.within_turns or 1,
    )


def _phrase(spec: PhraseSpec, transcript: Transcript) -> PhraseSpec:
    return replace(spec, window=_window(spec.window, spec.speaker, transcript))


def _window(window: Window, speaker: Speaker | None, transcript: Transcript) -> Window:
    found = window
    own = _stretches(speaker, transcript)
    if own and window.first_ms is not None:
        found = replace(found, first_ms=own[0][1])
    if own and window.last_ms is not None:
        found = replace(found, last_ms=transcript.duration_ms - own[-1][0])
    return found


def _stretches(speaker: Speaker | None, transcript: Transcript) -> list[tuple[int, int]]:
    """Start and end of each stretch of messages of this speaker, or of anybody."""
    found: list[tuple[int, int]] = []
    before: Speaker | None = None
    for turn in transcript.turns:
        if speaker in {None, turn.speaker}:
            if found and turn.speaker == before:
                found[-1] = (found[-1][0], turn.span.end)
            else:
                found.append((turn.span.start, turn.span.end))
        before = turn.speaker
    return found

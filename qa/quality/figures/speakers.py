"""Who speaks: diarisation error, and how many words stand with the one who said them.

Diarisation error is NIST's: speech missed, speech made up and speech given to the other one, over all speech that is
labelled; where both speak at once both count. A turn's label runs from its first word to its last, pauses included, so
pauses that a detector hears count as missed. The parties are compared as they fit best, whoever they are called;
whether they are called rightly is what `words` says.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.pipeline.model import Speaker, Transcript
from qa.platform.spans import Span
from qa.quality.figures.material import Material
from qa.quality.figures.tally import interval, rounded, share
from qa.quality.labels import LabelledCall

#: This near to a label's end nothing is counted, as is usual.
COLLAR_MS = 250
_FRAME_MS = 10
_SPEAKERS: tuple[Speaker, ...] = ("agent", "customer")

_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one call, in frames of speech: missed, made up, of the other one; and out of how many."""

    missed: int
    made_up: int
    confused: int
    whole: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words heard in one call while exactly one of the two speaks, by whom the transcript takes them to be."""

    right: int
    wrong: int
    unknown: int
    together: int = 0  # those that stand with their speaker's others, whoever that party is called

    @property
    def all(self) -> int:
        """Every word that is counted."""
        return self.right + self.wrong + self.unknown


def speakers_json(material: Material) -> dict[str, Any]:
    """Figures of the calls with both parties on one channel, and of the others; null where none were heard."""
    heard = [(call, material.heard[call.id].transcript) for call in material.labelled if call.id in material.heard]
    return {
        "one_channel": _json([pair for pair in heard if pair[1].shares_a_line]),
        "two_channels": _json([pair for pair in heard if not pair[1].shares_a_line]),
    }


def diarisation(call: LabelledCall, transcript: Transcript, collar_ms: int) -> Errors:
    """The errors of one call, its parties taken as they fit best."""
    frames = -(-max([transcript.duration_ms, *(turn.span.end for turn in call.turns)]) // _FRAME_MS)
    true = [_mask([turn.span for turn in call.turns if turn.speaker == who], frames) for who in _SPEAKERS]
    found = [_mask(party.speech, frames) for party in transcript.parties]
    found += [np.zeros(frames, np.bool_)] * (len(_SPEAKERS) - len(found))
    counted = ~_mask(_collars(call, collar_ms), frames)
    return min(
        (_errors([mask[counted] for mask in true], [mask[counted] for mask in order]) for order in permutations(found)),
        key=lambda errors: errors.missed + errors.made_up + errors.confused,
    )


def words(call: LabelledCall, transcript: Transcript) -> Words:
    """Whose the words are, by the label in which the middle of each lies."""
    counts = {"right": 0, "wrong": 0, "unknown": 0}
    of_party: Counter[tuple[int, Speaker]] = Counter()
    for turn in transcript.turns:
        for word in turn.words:
            middle = (word.span.start + word.span.end) // 2
            saying = {label.speaker for label in call.turns if label.span.start <= middle < label.span.end}
            if len(saying) == 1:
                kind = "unknown" if turn.speaker == "unknown" else "right" if turn.speaker in saying else "wrong"
                counts[kind] += 1
                of_party[turn.party or 0, saying.pop()] += 1
    together = max(of_party[0, one] + of_party[1, other] for one, other in permutations(_SPEAKERS))
    return Words(**counts, together=together)


def _json(heard: Sequence[tuple[LabelledCall, Transcript]]) -> dict[str, Any] | None:
    if not heard:
        return None
    told = [words(*pair) for pair in heard]
    every = sum(one.all for one in told)
    return {
        "calls": len(heard),
        "parted": sum(len(transcript.parties) > 1 for _, transcript in heard),
        "agent_known": sum("agent" in {party.speaker for party in transcript.parties} for _, transcript in heard),
        "diarisation": _error_json([diarisation(*pair, 0) for pair in heard]),
        "diarisation_collar_250_ms": _error_json([diarisation(*pair, COLLAR_MS) for pair in heard]),
        "words": every,
        "words_right": rounded(share(sum(one.right for one in told), every)),
        "words_wrong": rounded(share(sum(one.wrong for one in told), every)),
        "words_together": rounded(share(sum(one.together for one in told), every)),
        "words_unknown": rounded(share(sum(one.unknown for one in told), every)),
    }


def _error_json(by_call: Sequence[Errors]) -> dict[str, Any]:
    whole = sum(one.whole for one in by_call)
    return {
        "error": rounded(_rate(by_call)),
        "error_interval": interval([[one] for one in by_call], _rate),
        "missed": rounded(share(sum(one.missed for one in by_call), whole)),
        "made_up": rounded(share(sum(one.made_up for one in by_call), whole)),
        "confused": rounded(share(sum(one.confused for one in by_call), whole)),
    }


def _rate(by_call: Sequence[Errors]) -> float | None:
    return share(sum(one.missed + one.made_up + one.confused for one in by_call), sum(one.whole for one in by_call))


def _errors(true: Sequence[_Mask], found: Sequence[_Mask]) -> Errors:
    wanted, said = np.sum(true, axis=0, dtype=np.int64), np.sum(found, axis=0, dtype=np.int64)
    right = np.sum([t & f for t, f in zip(true, found, strict=True)], axis=0, dtype=np.int64)
    return Errors(
        missed=int(np.maximum(wanted - said, 0).sum()),
        made_up=int(np.maximum(said - wanted, 0).sum()),
        confused=int((np.minimum(wanted, said) - right).sum()),
        whole=int(wanted.sum()),
    )


def _collars(call: LabelledCall, collar_ms: int) -> list[Span]:
    if not collar_ms:
        return []
    ends = [at for turn in call.turns for at in (turn.span.start, turn.span.end)]
    return [Span(max(0, at - collar_ms), at + collar_ms) for at in ends]


def _mask(spans: Sequence[Span], frames: int) -> _Mask:
    mask = np.zeros(frames, np.bool_)
    for span in spans:
        mask[span.start // _FRAME_MS : span.end // _FRAME_MS] = True
    return mask

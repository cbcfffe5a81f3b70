"""Word and letter errors of what was heard against what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

from qa.pipeline.plain import plain
from qa.quality.figures.material import Material
from qa.quality.figures.tally import interval, rounded, share
from qa.quality.heard import HeardCall
from qa.quality.labels import LabelledCall

#: Who may be on a channel; "both" is a call whose parties share one.
CHANNELS = ("agent", "customer", "both")


@dataclass(frozen=True, slots=True)
class Errors:
    """The edits that lead from what was heard to what was said on one channel of one call."""

    channel: str
    words: int
    word_errors: int
    letters: int
    letter_errors: int


def words_json(material: Material) -> dict[str, Any]:
    """Errors a word and a letter by channel, punctuation and niqqud removed; a reason where nothing heard was kept."""
    heard = [(call, material.heard[call.id]) for call in material.labelled if call.id in material.heard]
    if not heard:
        return {"wer": None, "cer": None, "why": "there is no file of what was heard beside the predictions"}
    by_call = [errors(*pair) for pair in heard]
    return {name: _json([_on(name, call) for call in by_call]) for name in CHANNELS}


def errors(call: LabelledCall, heard: HeardCall) -> list[Errors]:
    """The errors on each channel of the call."""
    if heard.transcript.shares_a_line or any(turn.speaker == "unknown" for turn in heard.transcript.turns):
        said = " ".join(turn.text for turn in call.turns)
        return [_errors("both", said, " ".join(turn.text for turn in heard.transcript.turns))]
    return [
        _errors(
            name,
            " ".join(turn.text for turn in call.turns if turn.speaker == name),
            " ".join(turn.text for turn in heard.transcript.turns if turn.speaker == name),
        )
        for name in ("agent", "customer")
    ]


def _errors(channel: str, said: str, heard: str) -> Errors:
    said, heard = plain(said), plain(heard)
    return Errors(
        channel=channel,
        words=len(said.split()),
        word_errors=Levenshtein.distance(said.split(), heard.split()),
        letters=len(said),
        letter_errors=Levenshtein.distance(said, heard),
    )


def _on(channel: str, call: Sequence[Errors]) -> list[Errors]:
    return [one for one in call if one.channel == channel]


def _json(by_call: Sequence[Sequence[Errors]]) -> dict[str, Any]:
    every = [one for call in by_call for one in call]
    return {
        "words": sum(one.words for one in every),
        "wer": rounded(_wer(every)),
        "wer_interval": interval([call for call in by_call if call], _wer),
        "cer": rounded(share(sum(one.letter_errors for one in every), sum(one.letters for one in every))),
    }


def _wer(every: Sequence[Errors]) -> float | None:
    return share(sum(one.word_errors for one in every), sum(one.words for one in every))

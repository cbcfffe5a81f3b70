"""The tone of a call, by its words: of each turn, and of each speaker in each quarter of the call."""

from collections.abc import Sequence

from qa.engines.interfaces import EngineRevision, Sentiment, SentimentClassifier
from qa.pipeline.model import Speaker, ToneFinding, ToneLabel, ToneMark, Transcript

#: A turn of fewer words has no tone of its own: "yes", "okay" and "hello" say too little.
FEWEST_WORDS = 2
_QUARTERS = 4
_SCALE = 5.0
_WORTH: dict[ToneLabel, float] = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
#: How much the first, the second, and every further turn of one run weighs.
_RUN_WEIGHTS = (1.0, 1.5, 2.0)


def measure(transcript: Transcript, classifier: SentimentClassifier) -> ToneFinding:
    """The tone of every turn of at least FEWEST_WORDS words, and what follows from it. One call of the classifier."""
    spoken = [index for index, turn in enumerate(transcript.turns) if len(turn.words) >= FEWEST_WORDS]
    judged = classifier.classify([transcript.turns[index].text for index in spoken])
    marks = tuple(_mark(index, sentiment) for index, sentiment in zip(spoken, judged, strict=True))
    return summarise(transcript, marks, classifier.revision)


def summarise(transcript: Transcript, marks: Sequence[ToneMark], engine: EngineRevision | None) -> ToneFinding:
    """Quarters and trend from the marks, which a person may have corrected. `marks` are in the order of the turns.

    A speaker's quarter is 5 * sum(weight * worth) / sum(weight) over the marks of their turns whose middle lies in that
    quarter of the call, where negative is worth -1, neutral 0 and positive +1. So -5 is a quarter in which all is
    negative. A mark weighs 1; the second of a run of that speaker's turns with the same tone, neutral aside, weighs
    1.5, and each further one 2: a tone that stays says more than one that comes and goes. A run goes on over the end of
    a quarter. The weights are a choice of ours and were fitted to nothing.
    """
    speakers: tuple[Speaker, ...] = tuple(dict.fromkeys(turn.speaker for turn in transcript.turns))
    quarters = {speaker: _quarters(transcript, marks, speaker) for speaker in speakers}
    trend = {speaker: _trend(scores) for speaker, scores in quarters.items()}
    return ToneFinding(tuple(marks), quarters, trend, engine)


def _mark(turn: int, sentiment: Sentiment) -> ToneMark:
    likely: dict[ToneLabel, float] = {
        "negative": sentiment.negative,
        "neutral": sentiment.neutral,
        "positive": sentiment.positive,
    }
    label = max(likely, key=lambda name: likely[name])
    return ToneMark(turn, label, likely[label])


def _quarters(transcript: Transcript, marks: Sequence[ToneMark], speaker: Speaker) -> tuple[float | None, ...]:
    sums, weights = [0.0] * _QUARTERS, [0.0] * _QUARTERS
    run, before = 0, None
    for mark in marks:
        turn = transcript.turns[mark.turn]
        if turn.speaker != speaker:
            continue
        run = run + 1 if mark.label == before and mark.label != "neutral" else 0
        before = mark.label
        weight = _RUN_WEIGHTS[min(run, len(_RUN_WEIGHTS) - 1)]
        middle = (turn.span.start + turn.span.end) // 2
        quarter = min(_QUARTERS - 1, _QUARTERS * middle // max(1, transcript.duration_ms))
        sums[quarter] += weight * _WORTH[mark.label]
        weights[quarter] += weight
    return tuple(_SCALE * total / weight if weight else None for total, weight in zip(sums, weights, strict=True))


def _trend(quarters: Sequence[float | None]) -> float | None:
    scores = [score for score in quarters if score is not None]
    return scores[-1] - scores[0] if len(scores) > 1 else None

"""What a classifier's own labels mean: each is one of the three tones, or the classifier is not one of tone."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.engines.interfaces import Sentiment
from qa.platform.errors import Unavailable

#: The beginnings of the words that models name their labels with. "natural" is one model's word for neutral.
_BEGINNINGS = {"neg": 0, "neu": 1, "nat": 1, "mixed": 1, "pos": 2}
_NEGATIVE, _NEUTRAL, _POSITIVE = 0, 1, 2
_STARS = re.compile(r"([1-5]) ?stars?")
_MIDDLE_STAR = 3


class LabelsUnknown(Unavailable):
    """The classifier's labels do not say which of them is negative and which positive."""

    code = "tone_labels_unknown"

    def __init__(self, path: Path, labels: Sequence[str]) -> None:
        self.path, self.labels = path, tuple(labels)
        super().__init__(
            f"the labels of the model in {path} do not name tones: {', '.join(labels)}; "
            "name them in its config.json under id2label: negative, neutral, positive"
        )


def tones_of(path: Path, names: Mapping[int, str]) -> tuple[int, ...]:
    """For each label, by its number, 0 negative, 1 neutral or 2 positive; several labels may share a tone.

    `path` is the model's folder, for the message. Raises LabelsUnknown: a label like LABEL_0 is never guessed at.
    """
    labels = [names[index] for index in sorted(names)]
    tones = [_tone(label) for label in labels]
    known = [tone for tone in tones if tone is not None]
    if len(known) < len(tones) or not {_NEGATIVE, _POSITIVE} <= set(known):
        raise LabelsUnknown(path, labels)
    return tuple(known)


def gathered(likely: Sequence[float], tones: Sequence[int]) -> Sentiment:
    """The three tones from the probabilities of the classifier's labels."""
    sums = [0.0, 0.0, 0.0]
    for probability, tone in zip(likely, tones, strict=True):
        sums[tone] += probability
    return Sentiment(*sums)


def _tone(label: str) -> int | None:
    plain = label.casefold().replace("_", " ").replace("-", " ").strip()
    if stars := _STARS.fullmatch(plain):
        count = int(stars[1])
        return _NEUTRAL if count == _MIDDLE_STAR else _NEGATIVE if count < _MIDDLE_STAR else _POSITIVE
    last = plain.split()[-1] if plain else ""  # "very negative" is negative
    return next((tone for beginning, tone in _BEGINNINGS.items() if last.startswith(beginning)), None)

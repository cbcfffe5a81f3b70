"""How alike two words are when one of them may have been misheard: 1 the same, 0 nothing in common."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from qa.pipeline.phrases.normalise import bones, sound, stems

Matrix = npt.NDArray[np.float64]

#: Unrelated words share about this much of their letters; only what is above it counts as likeness.
_CHANCE = 0.4
#: What the same consonants with other vowels, and the same word behind another prefix, are worth.
_SAME_BONES = 0.92
_SAME_STEM = 0.95
#: Two words written together are at least this share as long as what they are compared with.
_SAME_LENGTH = 0.8


def likeness(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Likeness of every normalised word on the left with every one on the right, shape (left, right), 0..1."""
    if not left or not right:
        return np.zeros((len(left), len(right)), dtype=np.float64)
    by_sound = _ratios([sound(word) for word in left], [sound(word) for word in right])
    by_bones = _ratios([bones(word) for word in left], [bones(word) for word in right])
    raw = np.maximum(by_sound, _SAME_BONES * by_bones)
    alike: Matrix = np.clip((raw - _CHANCE) / (1 - _CHANCE), 0, 1)
    _raise_same_stems(alike, left, right)
    _keep_numbers_apart(alike, left, right)
    return alike


def lengths_agree(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each pair is about equally long: else two words would pass for written together where one is missing."""
    rows = np.array([len(word) for word in left]).reshape(-1, 1)
    columns = np.array([len(word) for word in right]).reshape(1, -1)
    agree: npt.NDArray[np.bool_] = np.minimum(rows, columns) >= _SAME_LENGTH * np.maximum(rows, columns)
    return agree


def _ratios(left: list[str], right: list[str]) -> Matrix:
    ratios: Matrix = cdist(left, right, scorer=fuzz.ratio, dtype=np.float64) / 100
    return ratios


def _raise_same_stems(alike: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """The same word with and without prefixes is the same word; two different prefixes on one stem are not."""
    columns: dict[str, list[int]] = defaultdict(list)
    bare: dict[str, list[int]] = defaultdict(list)
    for column, word in enumerate(right):
        bare[word].append(column)
        for stem in stems(word):
            columns[stem].append(column)
    for row, word in enumerate(left):
        if word not in columns and bare.keys().isdisjoint(stems(word)):
            continue
        same = columns.get(word, []) + [column for stem in stems(word) for column in bare.get(stem, ())]
        alike[row, same] = np.maximum(alike[row, same], _SAME_STEM)


def _keep_numbers_apart(alike: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """Two numbers are the same or they are not: 25 is not nearly 26."""
    rows = [row for row, word in enumerate(left) if word.isdigit()]
    columns = [column for column, word in enumerate(right) if word.isdigit()]
    for row in rows:
        for column in columns:
            alike[row, column] = float(left[row] == right[column])

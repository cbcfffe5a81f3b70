"""How alike two words are when one of them may have been misheard: 1 the same, 0 nothing in common."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from qa.pipeline.phrases import hebrew, inflection, numbers
from qa.pipeline.phrases.loanwords import skeleton
from qa.pipeline.phrases.normalise import bones, sound, stems

Matrix = npt.NDArray[np.float64]

#: Unrelated words share about this much of their letters; only what is above it counts as likeness.
_CHANCE = 0.4
#: What the same consonants with other vowels, and the same word behind another prefix, are worth.
_SAME_BONES = 0.92
_SAME_STEM = 0.95
#: What another gender or number of the same Hebrew word is worth, and such a form behind another prefix.
_SAME_FAMILY = 0.95
_SAME_FAMILY_PREFIXED = 0.9
#: An English ending turns more: "contact us" asks for what "thank you for contacting us" thanks for.
_SAME_FAMILY_ENGLISH = 0.85
#: What the same consonants in the letters of the other language are worth.
_SAME_SKELETON = 0.9
#: Two words written together are at least this share as long as what they are compared with.
_SAME_LENGTH = 0.8


def likeness(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Likeness of every normalised word on the left with every one on the right, shape (left, right), 0..1."""
    if not left or not right:
        return np.zeros((len(left), len(right)), dtype=np.float64)
    by_sound = _ratios([sound(word) for word in left], [sound(word) for word in right])
    by_bones = _ratios([bones(word) for word in left], [bones(word) for word in right])
    raw = np.maximum(by_sound, _SAME_BONES * by_bones)
    _raise_across_scripts(raw, left, right)
    _raise_spoken_numbers(raw, left, right)
    _raise_spoken_numbers(raw.T, right, left)
    alike: Matrix = np.clip((raw - _CHANCE) / (1 - _CHANCE), 0, 1)
    _raise_related(alike, left, right)
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


def _raise_across_scripts(raw: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """A word in Hebrew letters and one in Latin letters are as alike as their consonants."""
    for of_left, of_right in ((hebrew.has_hebrew, str.isascii), (str.isascii, hebrew.has_hebrew)):
        rows = [(row, bone) for row, word in enumerate(left) if of_left(word) and (bone := skeleton(word))]
        columns = [(column, bone) for column, word in enumerate(right) if of_right(word) and (bone := skeleton(word))]
        if rows and columns:
            at = np.ix_([row for row, _ in rows], [column for column, _ in columns])
            across = _SAME_SKELETON * _ratios([bone for _, bone in rows], [bone for _, bone in columns])
            raw[at] = np.maximum(raw[at], across)


def _raise_spoken_numbers(raw: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """A word that is no number may be a misheard one: it is compared with the number as it is spoken."""
    words = [(column, sound(word)) for column, word in enumerate(right) if numbers.number_in(word) is None]
    if not words:
        return
    columns = [column for column, _ in words]
    for row, text in enumerate(left):
        if forms := [sound(form) for form in numbers.spellings(text)]:
            best = _ratios(forms, [heard for _, heard in words]).max(axis=0)
            raw[row, columns] = np.maximum(raw[row, columns], best)


def _raise_related(alike: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """Raises what is the same word behind a prefix, in another form, or both.

    Two different prefixes on one stem are not the same word, so one side is always taken whole.
    """
    _raise_shared(alike, [[word] for word in left], [stems(word) for word in right], _SAME_STEM)
    _raise_shared(alike, [stems(word) for word in left], [[word] for word in right], _SAME_STEM)
    whole_left, whole_right = ([inflection.bare_keys(word) for word in words] for words in (left, right))
    _raise_shared(alike, whole_left, [_stem_keys(word) for word in right], _SAME_FAMILY_PREFIXED)
    _raise_shared(alike, [_stem_keys(word) for word in left], whole_right, _SAME_FAMILY_PREFIXED)
    for of_language, worth in ((hebrew.has_hebrew, _SAME_FAMILY), (str.isascii, _SAME_FAMILY_ENGLISH)):
        forms_left, forms_right = (
            [inflection.keys(word) if of_language(word) else () for word in words] for words in (left, right)
        )
        _raise_shared(alike, forms_left, forms_right, worth)


def _stem_keys(word: str) -> Iterable[Hashable]:
    return {key for stem in stems(word) for key in inflection.bare_keys(stem)}


def _raise_shared(
    alike: Matrix, left: Sequence[Iterable[Hashable]], right: Sequence[Iterable[Hashable]], worth: float
) -> None:
    """Raises every pair that shares a key to at least `worth`."""
    columns: dict[Hashable, list[int]] = defaultdict(list)
    for column, keys in enumerate(right):
        for key in keys:
            columns[key].append(column)
    for row, keys in enumerate(left):
        same = [column for key in keys for column in columns.get(key, ())]
        if same:
            alike[row, same] = np.maximum(alike[row, same], worth)


def _keep_numbers_apart(alike: Matrix, left: Sequence[str], right: Sequence[str]) -> None:
    """Two numbers are the same or they are not: 25 is not nearly 26, but ב25 is nearly 25."""
    rows = [(row, number) for row, word in enumerate(left) if (number := numbers.number_in(word))]
    columns = [(column, number) for column, word in enumerate(right) if (number := numbers.number_in(word))]
    for row, wanted in rows:
        for column, heard in columns:
            if wanted != heard:
                alike[row, column] = 0.0
            elif left[row] != right[column] and heard in {left[row], right[column]}:
                alike[row, column] = max(alike[row, column], _SAME_STEM)

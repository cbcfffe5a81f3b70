"""Cuts text into the pieces that the network knows: the likeliest way by their probabilities (a unigram model)."""

from qa.engines.embeddings.packed import Vocabulary

_SPACE = "▁"  # how the pieces write a space; each text begins with one
_UNKNOWN_PENALTY = 10.0  # an unknown character is this much less likely than the least likely piece


class Tokeniser:
    """Text to numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ids = vocabulary.ids
        self._scores = vocabulary.scores.tolist()
        self._vocabulary = vocabulary
        self._longest = max(map(len, vocabulary.ids))
        self._of_unknown = min(self._scores) - _UNKNOWN_PENALTY

    def tokens(self, text: str, limit: int) -> list[int]:
        """The numbers of the pieces between the mark of the beginning and of the end, at most `limit` with these."""
        content = self._likeliest(self._written(text))[: limit - 2]
        return [self._vocabulary.begin, *content, self._vocabulary.end]

    def _written(self, text: str) -> str:
        """The text as the pieces write it."""
        plain = text.translate(self._vocabulary.rewritten)
        return _SPACE + _SPACE.join(part for part in plain.split(" ") if part)

    def _likeliest(self, text: str) -> list[int]:
        """The pieces whose scores add up to the most, by dynamic programming over the ends of pieces."""
        ids, scores, unknown = self._ids, self._scores, self._vocabulary.unknown
        best = [0.0] + [float("-inf")] * len(text)
        came: list[tuple[int, int]] = [(0, unknown)] * (len(text) + 1)
        for start in range(len(text)):
            here = best[start]
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                piece = ids.get(text[start:end])
                if piece is not None and here + scores[piece] > best[end]:
                    best[end], came[end] = here + scores[piece], (start, piece)
            if here + self._of_unknown > best[start + 1]:
                best[start + 1], came[start + 1] = here + self._of_unknown, (start, unknown)
        pieces = []
        at = len(text)
        while at:
            at, piece = came[at]
            pieces.append(piece)
        return pieces[::-1]

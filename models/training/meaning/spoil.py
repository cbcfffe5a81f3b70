"""Sentences as a recogniser might write them: words dropped, letters confused, the neighbours' words let in."""

from dataclasses import dataclass

import numpy as np

#: Words that recognisers lose most, and letters (or sounds) that they take for each other.
_LOST = {
    "en": {"the", "a", "an", "of", "to", "in", "for", "is", "are", "was", "it", "that", "and", "at", "by", "on", "you"},
    "he": {"את", "של", "על", "זה", "כי", "גם"},
}
_CONFUSED = {
    "en": "th>d s>z t>d ea>ee i>e er>a c>k m>n ou>o",
    "he": "ט>ת כ>ק ח>כ א>ע ש>ס ב>ו ו> י> ה>א ע>א ס>ש ת>ט צ>ס",
}
#: How often a word is misspelt. The Hebrew of a small recogniser is that bad.
_MISSPELT = {"en": 0.06, "he": 0.35}
_FILLERS = {
    "en": ("um", "well", "okay so", "all right then", "you know", "so", "right", "sure", "of course", "yes", "and"),
    "he": ("אז", "אוקיי", "טוב", "אהה", "כן", "בסדר", "בטח", "רגע", "תראה", "תראי", "יופי", "אז ככה"),
}


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Makes such sentences of one language, by the numbers that it draws."""

    language: str
    rng: np.random.Generator

    def misheard(self, sentence: str) -> str:
        """The sentence with words lost, misspelt and joined, and sometimes without its first or last one."""
        heard: list[str] = []
        for word in sentence.split():
            if word in _LOST[self.language] and self.rng.random() < 0.2:
                continue
            spelt = self._misspelt(word) if self.rng.random() < _MISSPELT[self.language] else word
            if heard and self.rng.random() < 0.03:
                heard[-1] += spelt
            elif spelt:
                heard.append(spelt)
        if len(heard) > 4 and self.rng.random() < 0.15:
            heard = heard[1:] if self.rng.random() < 0.5 else heard[:-1]
        return " ".join(heard)

    def written(self, sentence: str) -> str:
        """The sentence with or without the capital and the mark that a recogniser sets by its own taste."""
        if self.rng.random() < 0.6:
            sentence = sentence[:1].upper() + sentence[1:]
        if self.rng.random() < 0.6:
            mark = "." if self.rng.random() < 0.8 else "?" if sentence.endswith("?") else ","
            sentence = sentence.rstrip("?.") + mark
        return sentence

    def still_said(self, phrase: str, other: str) -> tuple[str, ...]:
        """The phrase with fillers, cut by a word, or run into another sentence's words: it is said all the same."""
        words, others = phrase.split(), other.split()
        return (
            f"{self._filler()} {phrase}",
            f"{phrase} {self._filler()}",
            " ".join(words[1:]),
            " ".join(words[:-1]),
            " ".join(others[-2:] + words),
            " ".join(words + others[:2]),
        )

    def not_said(self, phrase: str, other: str) -> tuple[str, ...]:
        """Half of the phrase with half of another sentence, half of it alone, and the other sentence alone."""
        words, others = phrase.split(), other.split()
        half = len(words) // 2
        return (
            " ".join(words[:half] + others[-half - 1 :]),
            " ".join(others[: half + 1] + words[-half:]),
            " ".join(words[:half]),
            other,
        )

    def _filler(self) -> str:
        return str(self.rng.choice(_FILLERS[self.language]))

    def _misspelt(self, word: str) -> str:
        swaps = [swap.split(">") for swap in _CONFUSED[self.language].split(" ")]
        possible = [(old, new) for old, new in swaps if old in word]
        if not possible:
            return word
        old, new = possible[int(self.rng.integers(len(possible)))]
        return word.replace(old, new, 1)

"""Text as a small recogniser might hear it: letters confused by sound, words lost, words run together."""

import random
from dataclasses import dataclass

#: Letters that sound alike to a recogniser, most of all in Hebrew.
_CONFUSED = {
    "א": "עה", "ע": "אה", "ה": "אע", "ט": "ת", "ת": "ט", "כ": "קח", "ק": "כ", "ח": "כה", "ב": "ו", "ו": "בי",
    "ס": "שצ", "ש": "ס", "צ": "ס", "י": "ו", "מ": "נ", "נ": "מל", "ד": "ט", "ל": "נר", "ר": "ל", "פ": "ב", "ז": "ס",
    "ג": "ק", "a": "eo", "e": "ai", "i": "e", "o": "au", "u": "o", "s": "z", "z": "s", "t": "d", "d": "t", "b": "p",
    "p": "b", "m": "n", "n": "m", "f": "v", "v": "f", "k": "g", "g": "k",
}  # fmt: skip
_ADDED = {"he": "אהויתן", "en": "aeit"}
_LOST = 0.12  # of the words that are touched, so many are lost whole
_JOINED = 0.08


@dataclass(frozen=True, slots=True)
class Noise:
    """How much is misheard: the share of words that are touched."""

    language: str
    rate: float

    def heard(self, text: str, chance: random.Random) -> str:
        """The text, misheard; the text itself where nothing would be left of it."""
        words: list[str] = []
        for word in text.split():
            roll = chance.random()
            if roll < self.rate * _LOST:
                continue
            said = self._misheard(word, chance) if roll < self.rate else word
            if words and chance.random() < self.rate * _JOINED:
                words[-1] += said
            else:
                words.append(said)
        return " ".join(words) or text

    def _misheard(self, word: str, chance: random.Random) -> str:
        letters = list(word)
        for _ in range(2 if chance.random() < 0.3 else 1):
            at, roll = chance.randrange(len(letters)), chance.random()
            if roll < 0.3 and len(letters) > 2:
                del letters[at]
            elif roll < 0.85:
                letters[at] = chance.choice(_CONFUSED.get(letters[at].lower(), letters[at]))
            else:
                letters.insert(at, chance.choice(_ADDED[self.language]))
        return "".join(letters)

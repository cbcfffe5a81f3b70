"""Hebrew words to sounds, by a lexicon, since the script leaves the vowels out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

_WORD = re.compile(r"[\u05d0-\u05ea\"'״׳]+")
_MARKS = re.compile(r"[.,!?]")
#: Prefixes and how they sound before a word that the lexicon has without them.
_PREFIXES = {"ו": "ve", "ה": "ha", "ב": "be", "ל": "le", "מ": "mi", "ש": "ʃe", "כ": "ke"}


class UnknownWords(LookupError):
    """Words that the lexicon cannot sound."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        super().__init__(f"the lexicon lacks {len(words)} words: {' '.join(words)}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """IPA of each written form, as Israelis say it, with the stress."""

    words: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Lexicon":
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def sounds(self, text: str) -> str:
        """The IPA of a sentence, its punctuation kept. Raises UnknownWords."""
        self.check([text])
        spoken = []
        for piece in text.split():
            marks = "".join(_MARKS.findall(piece))
            spoken.append(" ".join(str(self._word(word)) for word in _WORD.findall(piece)) + marks)
        return " ".join(spoken)

    def check(self, texts: Iterable[str]) -> None:
        """Raises UnknownWords, naming all of them."""
        unknown = {word for text in texts for word in _WORD.findall(text) if self._word(word) is None}
        if unknown:
            raise UnknownWords(sorted(unknown))

    def _word(self, word: str) -> str | None:
        if word in self.words:
            return self.words[word]
        if len(word) > 2 and word[0] in _PREFIXES:
            rest = self._word(word[1:])
            return _PREFIXES[word[0]] + rest if rest else None
        return None

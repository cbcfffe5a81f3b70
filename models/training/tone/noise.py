"""Text as the default recogniser might hear it, by what it made of calls whose script is known."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean

from rapidfuzz.distance import Levenshtein

#: However bad a turn was heard, a letter of it survives this often at the least.
_SURVIVES = 0.25


@dataclass(slots=True)
class Mishearing:
    """What becomes of letters, spaces among them, and how different the turns are in how well they are heard."""

    kept: Counter[str] = field(default_factory=Counter)
    turned: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # "" is: lost
    added: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # behind that letter
    shares: list[float] = field(default_factory=list)  # of each turn: errors a letter

    @classmethod
    def learnt(cls, pairs: Iterable[tuple[str, str]]) -> "Mishearing":
        """From pairs of what was said and what was heard."""
        learnt = cls()
        for said, heard in pairs:
            learnt._learn(said, heard)
        return learnt

    def heard(self, text: str, chance: random.Random) -> str:
        """The text, misheard; the text itself where nothing would be left of it."""
        badness = chance.choice(self.shares) / max(1e-9, fmean(self.shares))
        letters = [self._misheard(letter, badness, chance) for letter in text]
        return " ".join("".join(letters).split()) or text

    def _learn(self, said: str, heard: str) -> None:
        errors = 0
        for step in Levenshtein.opcodes(said, heard):
            was, became = said[step.src_start : step.src_end], heard[step.dest_start : step.dest_end]
            if step.tag == "equal":
                self.kept.update(was)
                continue
            errors += max(len(was), len(became))
            if step.tag == "insert":
                for letter in became:
                    self.added[said[step.src_start - 1] if step.src_start else " "][letter] += 1
            else:
                for at, letter in enumerate(was):
                    self.turned[letter][became[at] if at < len(became) else ""] += 1
        self.shares.append(errors / max(1, len(said)))

    def _misheard(self, letter: str, badness: float, chance: random.Random) -> str:
        turned, added = self.turned.get(letter, Counter()), self.added.get(letter, Counter())
        times = self.kept[letter] + turned.total()
        if not times:
            return letter
        became = letter
        if chance.random() < min(1 - _SURVIVES, badness * turned.total() / times):
            became = _drawn(turned, chance)
        if chance.random() < min(1 - _SURVIVES, badness * added.total() / times):
            became += _drawn(added, chance)
        return became


def _drawn(counted: Counter[str], chance: random.Random) -> str:
    return chance.choices(list(counted), list(counted.values()))[0]

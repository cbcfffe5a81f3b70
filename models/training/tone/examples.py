"""What the head is trained on: our own utterances and copies of them, turns of made calls, and rated snippets."""

import html
import random
import tarfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml

from models.training.tone.noise import Mishearing
from qa.engines.sentiment.head import plain

TONES = ("negative", "neutral", "positive")
LANGUAGES = ("he", "en")
_HERE = Path(__file__).parent
_MISHEARD_COPIES, _JOINED_COPIES = 4, 2
_RATED_TAKEN = 3000
#: With these a turn may begin whatever its tone is: they answer, or they only take the word.
_OPENERS = {
    "he": (
        "לא",
        "כן",
        "תודה",
        "לא תודה",
        "שלום",
        "בסדר",
        "טוב",
        "אוקיי",
        "תראה",
        "תראי",
        "תקשיבי",
        "בדיוק",
        "נכון",
        "אז",
        "אה",
    ),
    "en": (
        "no",
        "yes",
        "thanks",
        "no thanks",
        "hello",
        "okay",
        "well",
        "right",
        "look",
        "listen",
        "exactly",
        "so",
        "oh",
    ),
}
_RATED = "vaderSentiment-2.5/additional_resources/hutto_ICWSM_2014.tar.gz"
_RATED_FILES = ("tweets_GroundTruth.txt", "amazonReviewSnippets_GroundTruth.txt")
_SURE, _NEAR_ZERO = 1.0, 0.4  # on the raters' scale from -4 to 4


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from. All that was made of one utterance shares its `source`, so that none is tested on kin."""

    text: str
    tone: int  # an index of TONES
    language: str
    source: int
    kind: str  # "said", "misheard", "joined", "opened", "heard" or "rated"


def said() -> list[Example]:
    """Our own utterances, both languages."""
    found: list[Example] = []
    for language in LANGUAGES:
        utterances = yaml.safe_load((_HERE / f"utterances_{language}.yaml").read_text(encoding="utf-8"))
        for tone, name in enumerate(TONES):
            found += [Example(plain(t), tone, language, len(found) + i, "said") for i, t in enumerate(utterances[name])]
    return found


def heard() -> list[Example]:
    """What customers of made calls said, as the default recogniser heard it."""
    return [
        Example(turn["heard"], TONES.index(turn["tone"]), language, -1, "heard")
        for language in LANGUAGES
        for turn in _heard_turns(language)
        if turn["tone"]
    ]


class Copies:
    """Makes more examples of ours, by what became of turns in made calls."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._mishearing = {
            language: Mishearing.learnt((turn["said"], turn["heard"]) for turn in _heard_turns(language))
            for language in LANGUAGES
        }

    def misheard(self, examples: list[Example]) -> list[Example]:
        """Each a few times, as the recogniser might hear it."""
        return [self._heard(one, one.text, "misheard") for _ in range(_MISHEARD_COPIES) for one in examples]

    def joined(self, examples: list[Example], fold: list[int]) -> list[Example]:
        """Each with another of the same tone, or a neutral one, before or after it: turns are seldom one sentence.

        The other one is of the same fold, so that what is tested was not seen. Half of them are misheard.
        """
        made = []
        for copy in range(_JOINED_COPIES):
            for one in examples:
                fitting = [
                    other
                    for other in examples
                    if other.language == one.language
                    and fold[other.source] == fold[one.source]
                    and other.tone in (one.tone, TONES.index("neutral"))
                ]
                pair = [one.text, self._chance.choice(fitting).text]
                self._chance.shuffle(pair)
                text = " ".join(pair)
                made.append(self._heard(one, text, "joined") if copy else replace(one, text=text, kind="joined"))
        return made

    def opened(self, examples: list[Example]) -> list[Example]:
        """Each with a word before it that says nothing of its tone; half of them are misheard."""
        made = []
        for one in examples:
            text = f"{self._chance.choice(_OPENERS[one.language])} {one.text}"
            as_heard = self._chance.random() < 0.5
            made.append(self._heard(one, text, "opened") if as_heard else replace(one, text=text, kind="opened"))
        return made

    def _heard(self, one: Example, text: str, kind: str) -> Example:
        return replace(one, text=self._mishearing[one.language].heard(text, self._chance), kind=kind)


def rated(sdist: Path, chance: random.Random) -> list[Example]:
    """English snippets that people rated, from the source archive of vaderSentiment 2.5, without the unclear ones."""
    with tarfile.open(sdist) as outer:
        packed = outer.extractfile(_RATED)
        if packed is None:
            raise FileNotFoundError(_RATED)
        content = packed.read()
    examples = []
    with tarfile.open(fileobj=BytesIO(content)) as inner:
        for name in _RATED_FILES:
            file = inner.extractfile(f"hutto_ICWSM_2014/{name}")
            if file is None:
                raise FileNotFoundError(name)
            for line in file.read().decode(errors="replace").splitlines():
                _, rating, text = line.split("\t", 2)
                tone = _tone(float(rating))
                if tone is not None and plain(html.unescape(text)):
                    examples.append(Example(plain(html.unescape(text)), tone, "en", -1, "rated"))
    return chance.sample(examples, _RATED_TAKEN)


def _heard_turns(language: str) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = yaml.safe_load((_HERE / f"heard_{language}.yaml").read_text(encoding="utf-8"))[
        "turns"
    ]
    return turns


def _tone(rating: float) -> int | None:
    if abs(rating) >= _SURE:
        return 0 if rating < 0 else 2
    return 1 if abs(rating) < _NEAR_ZERO else None

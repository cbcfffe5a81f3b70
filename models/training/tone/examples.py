"""What the head is trained on: our own utterances, as said, misheard and joined, and people's ratings of snippets."""

import html
import random
import tarfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import yaml

from models.training.tone.noise import Noise
from qa.engines.sentiment.head import plain

TONES = ("negative", "neutral", "positive")
_HERE = Path(__file__).parent
#: The share of words that the copies have misheard, about as much as the default recogniser mishears.
_RATE = {"he": 0.6, "en": 0.25}
_MISHEARD_COPIES, _JOINED_COPIES = 3, 2
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
    kind: str  # "said", "misheard", "joined", "opened" or "rated"


def said() -> list[Example]:
    """Our own utterances, both languages."""
    found: list[Example] = []
    for language in ("he", "en"):
        utterances = yaml.safe_load((_HERE / f"utterances_{language}.yaml").read_text(encoding="utf-8"))
        for tone, name in enumerate(TONES):
            found += [Example(plain(t), tone, language, len(found) + i, "said") for i, t in enumerate(utterances[name])]
    return found


def misheard(examples: list[Example], chance: random.Random) -> list[Example]:
    """Each a few times, as a recogniser might hear it."""
    return [
        replace(e, text=Noise(e.language, _RATE[e.language]).heard(e.text, chance), kind="misheard")
        for _ in range(_MISHEARD_COPIES)
        for e in examples
    ]


def joined(examples: list[Example], fold: list[int], chance: random.Random) -> list[Example]:
    """Each with another of the same tone, or a neutral one, before or after it: turns are seldom one sentence.

    The other one is of the same fold, so that what is tested was not seen. Half of them are misheard a little.
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
            pair = [one.text, chance.choice(fitting).text]
            chance.shuffle(pair)
            rate = _RATE[one.language] * chance.random() if copy else 0.0
            text = Noise(one.language, rate).heard(" ".join(pair), chance)
            made.append(replace(one, text=text, kind="joined"))
    return made


def opened(examples: list[Example], chance: random.Random) -> list[Example]:
    """Each with a word before it that says nothing of its tone; half of them misheard a little."""
    made = []
    for one in examples:
        rate = _RATE[one.language] * max(0.0, chance.uniform(-1.0, 1.0))
        text = f"{chance.choice(_OPENERS[one.language])} {one.text}"
        made.append(replace(one, text=Noise(one.language, rate).heard(text, chance), kind="opened"))
    return made


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


def _tone(rating: float) -> int | None:
    if abs(rating) >= _SURE:
        return 0 if rating < 0 else 2
    return 1 if abs(rating) < _NEAR_ZERO else None

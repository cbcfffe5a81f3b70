"""Reads the texts that calls are composed of. See texts/ and the README for the notation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.training.speech.script import Book, Mark, Phrase, Situation
from models.training.speech.voices import Voice

_SENTIMENTS = {"-": "negative", "0": "neutral", "+": "positive"}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what it presumes. None fits either gender."""

    text: str
    sentiment: str | None = None
    own: str | None = None  # the gender of who says it
    other: str | None = None  # the gender of whom it is said to

    def fits(self, own: str, other: str) -> bool:
        return self.own in (None, own) and self.other in (None, other)


@dataclass(frozen=True, slots=True)
class Card:
    """One wording to be dealt into a call."""

    line: Line
    mark: Mark


@dataclass(frozen=True, slots=True)
class Topic:
    """What a call is about: its companies, the customer's first words, and exchanges of customer and agent."""

    name: str
    companies: tuple[str, ...]
    opening: tuple[Line, ...]
    exchanges: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything one corpus of one language is composed of."""

    language: str
    corpus: str
    calls: int
    book: Book
    cards: tuple[Card, ...]
    triggers: dict[str, tuple[Line, ...]]
    topics: tuple[Topic, ...]
    talk: dict[str, tuple[Line, ...]]  # greetings without a phrase, consent, endings, lead-ins of numbers
    names: dict[str, tuple[str, ...]]  # the agents', by gender
    speaks: dict[str, str]  # "speaking", by gender, where the language needs it
    digits: tuple[str, ...]
    agents: tuple[Voice, ...]
    customers: tuple[Voice, ...]


def read_bank(texts: Path, language: str, corpus: str) -> Bank:
    """Raises KeyError, naming it, where a phrase of the corpus is not in the book."""
    told = _read(texts / language / f"{corpus}.yaml")
    shared = _read(texts / language / "book.yaml")
    voices = {voice.name: voice for voice in _voices(_read(texts / "voices.yaml"))}
    used = told["phrases"].keys()
    unknown = used - shared["phrases"].keys()
    if unknown:
        raise KeyError(f"{corpus}.yaml words phrases that book.yaml does not have: {sorted(unknown)}")
    phrases = tuple(_phrase(language, each, shared["phrases"][each]) for each in shared["phrases"] if each in used)
    book = Book(
        phrases,
        tuple(
            _situation(language, each, told_of)
            for each, told_of in shared["situations"].items()
            if each in told["triggers"]
        ),
    )
    return Bank(
        language=language,
        corpus=corpus,
        calls=told["calls"],
        book=book,
        cards=tuple(card for phrase in phrases for card in _cards(phrase, told["phrases"][phrase.id])),
        triggers={each: _lines(texts) for each, texts in told["triggers"].items()},
        topics=tuple(_topic(topic) for topic in told["topics"]),
        talk={each: _lines(texts) for each, texts in told["talk"].items()},
        names={gender: tuple(names) for gender, names in told["names"].items()},
        speaks=shared.get("speaks", {}),
        digits=tuple(shared["digits"]),
        agents=tuple(voices[name] for name in told["agents"]),
        customers=tuple(voices[name] for name in told["customers"]),
    )


def line_of(text: str) -> Line:
    """`- text @f ^m`: a sign for the sentiment first, the genders of the speaker (@) and the hearer (^) last."""
    words = text.split(" ")
    sentiment = _SENTIMENTS.get(words[0])
    if sentiment:
        words = words[1:]
    own = other = None
    while words[-1] in ("@m", "@f", "^m", "^f"):
        tag = words.pop()
        own, other = (tag[1], other) if tag[0] == "@" else (own, tag[1])
    return Line(" ".join(words), sentiment, own, other)


def _lines(texts: list[str]) -> tuple[Line, ...]:
    return tuple(line_of(text) for text in texts)


def _cards(phrase: Phrase, ways: dict[str, Any]) -> list[Card]:
    said: list[str] | int = ways["said"]
    if isinstance(said, int):
        said = [phrase.wording if phrase.wording[-1] == "?" else phrase.wording + "."] * said
    cards = [Card(line_of(text), Mark(phrase.id, "said")) for text in said]
    for label in ("variant", "near_miss"):
        for kind, texts in ways.get(label, {}).items():
            cards += [Card(line_of(text), Mark(phrase.id, label, kind)) for text in texts]
    return cards


def _phrase(language: str, phrase_id: str, told: dict[str, str]) -> Phrase:
    return Phrase(phrase_id, language, told["wording"], told["strictness"], told["group"], told["stage"])


def _situation(language: str, situation_id: str, told: dict[str, Any]) -> Situation:
    return Situation(situation_id, language, tuple(told["examples"]), told["phrase"], told["within_s"])


def _topic(told: dict[str, Any]) -> Topic:
    exchanges = tuple((line_of(customer), line_of(agent)) for customer, agent in told["exchanges"])
    return Topic(told["name"], tuple(told["companies"]), _lines(told["opening"]), exchanges)


def _voices(told: dict[str, dict[str, Any]]) -> list[Voice]:
    return [
        Voice(name=name, **{**each, "mix": tuple(each.get("mix", {}).items())})  # a mapping reads best in YAML
        for name, each in told.items()
    ]


def _read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return told

"""The language book of a corpus: the phrases and situations that its calls are held against."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from qa.pipeline import phrases as pipeline_phrases
from qa.pipeline.model import Checklist, Language, PhraseSpec, SituationSpec, Speaker, Strictness
from qa.quality.record import Record

FILE = "language_book.json"
LANGUAGES: tuple[Language, ...] = ("he", "en")
STRICTNESSES: tuple[Strictness, ...] = ("exact", "close", "meaning")
#: The group whose phrases lead a call from one part to the next.
TRANSITION = "transition"


@dataclass(frozen=True, slots=True)
class BookPhrase:
    """A phrase of the book. `...` in its wording is a slot for a few unknown words."""

    id: str
    language: Language
    wording: str
    strictness: Strictness
    speaker: Speaker
    group: str

    def spec(self) -> PhraseSpec:
        """What the pipeline is asked to look for."""
        return PhraseSpec(self.id, (self.wording,), self.strictness, self.speaker)


@dataclass(frozen=True, slots=True)
class BookSituation:
    """Something that the customer may say, by examples, and the phrase that is owed to it in time."""

    id: str
    language: Language
    trigger_examples: tuple[str, ...]
    phrase_id: str
    within_ms: int

    def spec(self, response: PhraseSpec) -> SituationSpec:
        """What the pipeline is asked to look for. Examples are only examples, so the trigger is read by its meaning."""
        trigger = PhraseSpec(f"{self.id}.trigger", self.trigger_examples, "meaning", "customer")
        return SituationSpec(self.id, trigger, response, self.within_ms)


@dataclass(frozen=True, slots=True)
class Book:
    """All phrases and situations of a corpus, of both languages."""

    phrases: tuple[BookPhrase, ...]
    situations: tuple[BookSituation, ...]

    def phrases_of(self, language: str) -> tuple[BookPhrase, ...]:
        """The phrases of that language, in the book's order."""
        return tuple(phrase for phrase in self.phrases if phrase.language == language)

    def situations_of(self, language: str) -> tuple[BookSituation, ...]:
        """The situations of that language, in the book's order."""
        return tuple(situation for situation in self.situations if situation.language == language)

    def checklist(self, language: str) -> Checklist:
        """The book as the pipeline takes it. A response is the phrase itself, so both share one finding."""
        specs = {phrase.id: phrase.spec() for phrase in self.phrases_of(language)}
        situations = tuple(s.spec(specs[s.phrase_id]) for s in self.situations_of(language))
        return Checklist(phrases=tuple(specs.values()), situations=situations)


def read_book(folder: Path) -> Book:
    """The language book of the corpus in that folder. Raises BadCorpus."""
    book = Record.read(folder / FILE)
    phrases = tuple(_phrase(record) for record in book.records("phrases"))
    _refuse_twice(book, [phrase.id for phrase in phrases])
    languages = {phrase.id: phrase.language for phrase in phrases}
    situations = tuple(_situation(record, languages) for record in book.records("situations"))
    _refuse_twice(book, [situation.id for situation in situations])
    return Book(phrases, situations)


def _phrase(record: Record) -> BookPhrase:
    wording = record.text("wording")
    _check_wording(record, "wording", wording)
    return BookPhrase(
        id=record.text("id"),
        language=cast("Language", record.one_of("language", LANGUAGES)),
        wording=wording,
        strictness=cast("Strictness", record.one_of("strictness", STRICTNESSES)),
        speaker=cast("Speaker", record.one_of("who", ("agent", "customer")) if "who" in record.body else "agent"),
        group=record.text_or_none("group") or "",
    )


def _situation(record: Record, languages: dict[str, Language]) -> BookSituation:
    language = cast("Language", record.one_of("language", LANGUAGES))
    examples = record.texts("trigger_examples")
    for example in examples:
        _check_wording(record, "trigger_examples", example)
    response = record.text("phrase_id")
    if languages.get(response) != language:
        raise record.wrong("phrase_id", f"names no phrase of the book in the same language: {response!r}")
    return BookSituation(record.text("id"), language, examples, response, round(record.number("within_s") * 1000))


def _check_wording(record: Record, key: str, wording: str) -> None:
    try:
        pipeline_phrases.check(wording)
    except pipeline_phrases.BadPattern as error:
        raise record.wrong(key, f"cannot be looked for: {error}") from error


def _refuse_twice(book: Record, ids: list[str]) -> None:
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise book.wrong("id", f"stands there twice: {', '.join(twice)}")

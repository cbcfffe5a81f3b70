"""What the calls of a corpus really contain. Read only by `run.judge`, from predictions that are already written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from qa.pipeline.model import Language, Speaker, ToneLabel
from qa.platform.spans import Span
from qa.quality.book import LANGUAGES, Book
from qa.quality.corpus import call_files
from qa.quality.record import Record

PhraseLabelName = Literal["said", "variant", "near_miss", "absent"]
Response = Literal["said", "variant", "late", "missed"]

PHRASE_LABELS: tuple[PhraseLabelName, ...] = ("said", "variant", "near_miss", "absent")
RESPONSES: tuple[Response, ...] = ("said", "variant", "late", "missed")
TONES: tuple[ToneLabel, ...] = ("negative", "neutral", "positive")
SPAN_KINDS = ("dead_air", "talk_over", "hold")


@dataclass(frozen=True, slots=True)
class TurnLabel:
    """What somebody really said, and for the customer how it sounds."""

    speaker: Speaker
    span: Span
    text: str
    sentiment: ToneLabel | None


@dataclass(frozen=True, slots=True)
class PhraseLabel:
    """One place where a phrase, or something like it, was said; or that it was not said at all."""

    phrase_id: str
    label: PhraseLabelName
    kind: str | None  # how a variant varies, or how a near miss resembles
    span: Span | None
    said_as: str | None


@dataclass(frozen=True, slots=True)
class SituationLabel:
    """One place where a trigger was said, and what became of it."""

    situation_id: str
    trigger: Span
    response: Response


@dataclass(frozen=True, slots=True)
class PersonalLabel:
    """Where somebody said something that has to be redacted."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """Everything that is known to be true of one call."""

    id: str
    language: Language
    turns: tuple[TurnLabel, ...]
    phrases: tuple[PhraseLabel, ...]
    situations: tuple[SituationLabel, ...]
    spans: dict[str, tuple[Span, ...]]
    personal: tuple[PersonalLabel, ...]


def read_labels(folder: Path, book: Book) -> tuple[LabelledCall, ...]:
    """The labels of all calls, in the order of the corpus. Raises BadCorpus."""
    return tuple(_call(Record.read(path), book) for path in call_files(folder))


def _call(record: Record, book: Book) -> LabelledCall:
    language = cast("Language", record.one_of("language", LANGUAGES))
    phrases = {phrase.id for phrase in book.phrases_of(language)}
    situations = {situation.id for situation in book.situations_of(language)}
    spans = record.record("spans")
    return LabelledCall(
        id=record.text_or_none("id") or record.path.stem,
        language=language,
        turns=tuple(_turn(turn) for turn in record.records("turns")),
        phrases=tuple(_phrase(phrase, phrases) for phrase in record.records("phrases")),
        situations=tuple(_situation(situation, situations) for situation in record.records("situations")),
        spans={kind: spans.spans(kind) for kind in SPAN_KINDS},
        personal=tuple(PersonalLabel(r.text("kind"), r.span()) for r in spans.records("pii"))
        if "pii" in spans.body
        else (),
    )


def _turn(record: Record) -> TurnLabel:
    sentiment = record.one_of("sentiment", TONES) if record.body.get("sentiment") is not None else None
    return TurnLabel(
        speaker=cast("Speaker", record.one_of("speaker", ("agent", "customer"))),
        span=record.span(),
        text=record.text("text"),
        sentiment=cast("ToneLabel | None", sentiment),
    )


def _phrase(record: Record, known: set[str]) -> PhraseLabel:
    label = cast("PhraseLabelName", record.one_of("label", PHRASE_LABELS))
    return PhraseLabel(
        phrase_id=_known(record, "phrase_id", known),
        label=label,
        kind=record.text_or_none("kind"),
        span=None if label == "absent" else record.span(),
        said_as=record.text_or_none("said_as"),
    )


def _situation(record: Record, known: set[str]) -> SituationLabel:
    return SituationLabel(
        situation_id=_known(record, "situation_id", known),
        trigger=record.span("trigger_start_ms", "trigger_end_ms"),
        response=cast("Response", record.one_of("response", RESPONSES)),
    )


def _known(record: Record, key: str, known: set[str]) -> str:
    name = record.text(key)
    if name not in known:
        raise record.wrong(key, f"names nothing in the language book: {name!r}")
    return name

"""The linter of the book: what is missing, what cannot be told apart, and what is taught but would not count.

It judges by the rules of the linter of rubrics, and asks the questions of the newest rubrics themselves whether they
would hear a sentence that the book teaches for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.orm import Session

from qa.book.saying import has_marks, patterns
from qa.book.schemas import (
    BookEntryOut,
    BookFinding,
    BookLanguage,
    BookLineOut,
    BookLinesOut,
    BookQuestion,
    FindingCode,
)
from qa.book.service import lines_in
from qa.engines.interfaces import Word
from qa.pipeline import phrases
from qa.pipeline.model import Count, PhraseSpec, Place, Transcript, Turn, Window
from qa.pipeline.phrases import BadPattern
from qa.platform.spans import Span
from qa.rubric.linter import same_sentence, weak_sentences
from qa.rubric.model import Question
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of

_LANGUAGES: tuple[BookLanguage, ...] = ("he", "en")
#: Which kinds of questions may stand behind an entry.
_KINDS = {"situation": ("situation",), "transition": ("transition", "phrase"), "principle": ()}
_WORD_MS = 350

#: The questions of the newest rubrics by id, then by language.
Asked = Mapping[str, Mapping[str, Question]]


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the book something is said."""

    entry: BookEntryOut
    field: Literal["title", "body", "question_id", "phase", "triggers", "sentences"]
    language: BookLanguage | None = None
    line: int | None = None

    def error(self, code: FindingCode, message: str, about: str | None = None, other: str | None = None) -> BookFinding:
        return self._finding("error", code, message, about, other)

    def warning(
        self, code: FindingCode, message: str, about: str | None = None, other: str | None = None
    ) -> BookFinding:
        return self._finding("warning", code, message, about, other)

    def _finding(
        self,
        severity: Literal["error", "warning"],
        code: FindingCode,
        message: str,
        about: str | None,
        other: str | None,
    ) -> BookFinding:
        return BookFinding(
            entry_id=self.entry.id,
            code=code,
            severity=severity,
            field=self.field,
            language=self.language,
            line=self.line,
            about=about,
            other=other,
            message=f"{self.entry.id}: {message}",
        )


def asked(session: Session) -> Asked:
    """What the newest rubrics ask about in words."""
    found: dict[str, dict[str, Question]] = {}
    for row in newest_versions(session):
        rubric = rubric_of(row)
        for question in rubric.questions:
            if question.kind.phrases() or question.kind.situations():
                found.setdefault(question.id, {})[rubric.language] = question
    return found


def questions(known: Asked) -> list[BookQuestion]:
    """Them as the page offers them."""
    return [
        BookQuestion.model_validate({"id": question_id, "kind": one.kind.name, "text": Texts.of(one.text)})
        for question_id, by_language in known.items()
        for one in list(by_language.values())[:1]
        if one.kind.name in ("phrase", "transition", "situation")
    ]


def findings(entries: Sequence[BookEntryOut], known: Asked) -> list[BookFinding]:
    """Everything that is wrong with a book, in its order; errors and warnings."""
    found = [finding for entry in entries for finding in _of_entry(entry, known)]
    found += _twice(entries)
    places = {entry.id: place for place, entry in enumerate(entries)}
    return sorted(found, key=lambda finding: places[finding.entry_id])


def findings_of(entry: BookEntryOut, others: Sequence[BookEntryOut], known: Asked) -> list[BookFinding]:
    """What is wrong with one entry among the others."""
    whole = [*(other for other in others if other.id != entry.id), entry]
    return [*_of_entry(entry, known), *(found for found in _twice(whole) if found.entry_id == entry.id)]


def _of_entry(entry: BookEntryOut, known: Asked) -> Iterator[BookFinding]:
    yield from _texts(entry)
    if entry.kind == "transition" and entry.phase is None:
        yield _At(entry, "phase").error("phase_missing", "say in which phase of the call these sentences belong")
    if entry.kind != "principle":
        yield from _missing(entry, known)
    for at, line in _lines(entry):
        yield from _line(at, line)
    yield from _question(entry, known)


def _texts(entry: BookEntryOut) -> Iterator[BookFinding]:
    for language in _LANGUAGES:
        if not getattr(entry.title, language).strip():
            yield _At(entry, "title", language).error("title_missing", f"it has no title in {language!r}")
        if entry.kind == "principle" and not getattr(entry.body, language).strip():
            yield _At(entry, "body", language).warning("body_missing", f"a principle without a text in {language!r}")


def _missing(entry: BookEntryOut, known: Asked) -> Iterator[BookFinding]:
    """Sentences in neither language are a fault; in one alone they are worth a word."""
    with_sentences = [language for language in _LANGUAGES if lines_in(entry.sentences, language)]
    for language in _LANGUAGES:
        at = _At(entry, "sentences", language)
        if not with_sentences:
            yield at.error("sentence_missing", "it has no sentence to say")
            break
        if language not in with_sentences:
            yield at.warning("sentence_missing", f"it has no sentence in {language!r}")
        elif (
            entry.kind == "situation"
            and not lines_in(entry.triggers, language)
            and not _is_begun_by_agent(entry, known)
        ):
            message = f"it has no example of what customers say in {language!r}"
            yield _At(entry, "triggers", language).warning("trigger_missing", message)


def _is_begun_by_agent(entry: BookEntryOut, known: Asked) -> bool:
    """Whether what the question waits for is said by the agent, as a request to hold is."""
    asked_of = known.get(entry.question_id or "", {}).values()
    return any(
        situation.trigger.speaker == "agent" for question in asked_of for situation in question.kind.situations()
    )


def _lines(entry: BookEntryOut) -> Iterator[tuple[_At, BookLineOut]]:
    for field, lines in (("triggers", entry.triggers), ("sentences", entry.sentences)):
        for language in _LANGUAGES:
            for place, line in enumerate(lines_in(lines, language)):
                yield _At(entry, "triggers" if field == "triggers" else "sentences", language, place), line


def _line(at: _At, line: BookLineOut) -> Iterator[BookFinding]:
    if has_marks(line.say):
        message = f"{line.say!r} is for people; the marks {{ }} [ ] | < > belong into what else counts as it"
        yield at.error("marks_in_sentence", message, line.say)
    for wording in patterns(line.say, line.wordings):
        try:
            for sentence, weakness in weak_sentences(wording):
                code: FindingCode = "too_short" if weakness == "short" else "too_common"
                yield at.warning(code, f"{sentence!r} is too {weakness} to be told apart", sentence)
        except BadPattern as error:
            yield at.error("bad_pattern", str(error), wording, error.problem)


def _question(entry: BookEntryOut, known: Asked) -> Iterator[BookFinding]:
    if entry.question_id is None:
        return
    at, by_language = _At(entry, "question_id"), known.get(entry.question_id)
    if by_language is None:
        message = f"no rubric in use asks {entry.question_id!r}, so nothing counts it"
        yield at.warning("question_unknown", message, entry.question_id)
        return
    kind = next(iter(by_language.values())).kind.name
    if kind not in _KINDS[entry.kind]:
        message = f"the question {entry.question_id!r} is a {kind}, which does not count a {entry.kind}"
        yield at.error("question_of_other_kind", message, entry.question_id, kind)
        return
    for at, line in _lines(entry):
        question = by_language.get(at.language or "")
        if at.field == "sentences" and question is not None and not _hears(question, line, at.language or ""):
            message = f"the question {entry.question_id!r} would not count {line.say!r}"
            yield at.warning("question_deaf", message, line.say, entry.question_id)


def _hears(question: Question, line: BookLineOut, language: str) -> bool:
    """Whether the text alone would decide that the question's own phrases were said, wherever in the call."""
    answers = [situation.response for situation in question.kind.situations()]
    specs = answers or list(question.kind.phrases())
    if line.wordings and any(set(line.wordings) <= set(spec.wordings) for spec in specs):
        return True
    try:
        said = [sentence for wording in patterns(line.say, line.wordings) for sentence in phrases.family(wording)]
    except BadPattern:
        return True  # that it cannot be read is told already
    anywhere = tuple(replace(spec, window=Window(), place=Place(), count=Count(), speaker=None) for spec in specs)
    return all(
        any(finding.verdict == "said" for finding in phrases.find(_spoken(sentence, language), anywhere).values())
        for sentence in said[:1]
    )


def _spoken(sentence: str, language: str) -> Transcript:
    """A call in which nothing but the sentence is said."""
    words = sentence.split()
    spans = [Span(place * _WORD_MS, (place + 1) * _WORD_MS) for place in range(len(words))]
    end = len(words) * _WORD_MS
    turn = Turn("agent", Span(0, end), tuple(Word(word, span, 1.0) for word, span in zip(words, spans, strict=True)))
    return Transcript(language, end, (turn,), {"agent": (Span(0, end),)})


def _twice(entries: Sequence[BookEntryOut]) -> Iterator[BookFinding]:
    """Words that would be found for two situations at once, or would be trigger and answer; sentences taught twice."""
    for language in _LANGUAGES:
        triggers = [(entry, _spec(entry.triggers, language)) for entry in entries if entry.kind == "situation"]
        sentences = [(entry, _spec(entry.sentences, language)) for entry in entries if entry.kind == "transition"]
        for at, (entry, spec) in enumerate(triggers):
            for other, others in triggers[:at]:
                if _same(spec, others):
                    message = f"the same words of a customer would be {other.id!r} as well"
                    yield _At(entry, "triggers", language).warning("trigger_twice", message, other=other.id)
        for at, (entry, spec) in enumerate(sentences):
            for other, others in sentences[:at]:
                if _same(spec, others):
                    message = f"{other.id!r} teaches the same sentence"
                    yield _At(entry, "sentences", language).warning("said_twice", message, other=other.id)
        for entry, spec in triggers:
            if _same(spec, _spec(entry.sentences, language)):
                message = "one sentence would be the customer's and the answer at once"
                yield _At(entry, "triggers", language).warning("trigger_is_answer", message)


def _same(one: PhraseSpec | None, other: PhraseSpec | None) -> bool:
    return one is not None and other is not None and same_sentence(one, other)


def _spec(lines: BookLinesOut, language: BookLanguage) -> PhraseSpec | None:
    """All that counts as these sentences; None where nothing does."""
    wordings = [
        wording
        for line in lines_in(lines, language)
        for wording in patterns(line.say, line.wordings)
        if _is_readable(wording)
    ]
    return PhraseSpec("lines", tuple(wordings), speaker=None) if wordings else None


def _is_readable(wording: str) -> bool:
    try:
        phrases.check(wording)
    except BadPattern:
        return False
    return True

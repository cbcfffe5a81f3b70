"""The first book: our principles, and the situations and sentences of the rubrics that are published."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from qa.book.saying import readable
from qa.book.schemas import BookEntryOut, BookLineOut, BookLinesOut
from qa.book.tables import BookVersion
from qa.platform import audit
from qa.platform.clock import now
from qa.rubric.model import Question, Rubric
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of

#: What it says beside the wordings of the rubrics.
WRITTEN = Path(__file__).with_name("first_book.yaml")
_NO_LINES = BookLinesOut(he=[], en=[])


def begin(session: Session) -> bool:
    """Publish the first book where there is none and a rubric to make it of; whether that was so."""
    if session.scalar(sa.select(BookVersion.id).limit(1)) is not None:
        return False
    entries = first_entries([rubric_of(row) for row in newest_versions(session)])
    if not any(entry.question_id for entry in entries):
        return False
    row = BookVersion(
        number=1,
        content={"entries": [entry.model_dump() for entry in entries]},
        note=None,
        published_at=now(),
    )
    session.add(row)
    session.flush()
    audit.record(session, None, "book_published", row.id, number=row.number)
    return True


def first_entries(rubrics: Sequence[Rubric]) -> list[BookEntryOut]:
    """Principles, situations, sentences by phase: as far as these rubrics ask about them."""
    told = yaml.safe_load(WRITTEN.read_text("utf-8"))
    asked: dict[str, dict[str, Question]] = {}
    for rubric in rubrics:
        for question in rubric.questions:
            asked.setdefault(question.id, {})[rubric.language] = question
    return [
        *(_principle(one) for one in told["principles"]),
        *(_situation(name, own, asked[name]) for name, own in told["situations"].items() if name in asked),
        *_transitions(told["transitions"], asked),
    ]


def _principle(told: dict[str, Any]) -> BookEntryOut:
    return BookEntryOut(
        id=told["id"],
        kind="principle",
        title=Texts(**told["title"]),
        body=Texts(**told["body"]),
        question_id=None,
        phase=None,
        within_s=None,
        triggers=_NO_LINES,
        sentences=_NO_LINES,
    )


def _situation(name: str, own: dict[str, Any], by_language: dict[str, Question]) -> BookEntryOut:
    specs = {language: spec for language, question in by_language.items() for spec in question.kind.situations()}
    within = next((spec.within_ms for spec in specs.values() if spec.within_ms is not None), None)
    by_customer = {key: spec.trigger.wordings for key, spec in specs.items() if spec.trigger.speaker == "customer"}
    return BookEntryOut(
        id=name,
        kind="situation",
        title=Texts(he=own["he"], en=own["en"]),
        body=_body(own, by_language),
        question_id=name,
        phase=None,
        within_s=None if within is None else within / 1000,
        triggers=_lines(f"{name}-t", by_customer, short=True),
        sentences=_lines(name, {key: spec.response.wordings for key, spec in specs.items()}),
    )


def _transitions(told: dict[str, dict[str, Any]], asked: dict[str, dict[str, Question]]) -> Iterable[BookEntryOut]:
    for name, entry in told.items():
        question_id, _, sentence = name.partition(".")
        by_language = asked.get(question_id)
        if by_language is None:
            continue
        yield BookEntryOut.model_validate(
            {
                "id": name.replace(".", "-"),
                "kind": "transition",
                "title": {"he": entry["he"], "en": entry["en"]},
                "body": _body(entry, by_language),
                "question_id": question_id,
                "phase": entry["phase"],
                "within_s": None,
                "triggers": _NO_LINES,
                "sentences": _lines(
                    name.replace(".", "-"),
                    {
                        language: [
                            wording
                            for spec in question.kind.phrases()
                            if not sentence or spec.id == name
                            for wording in spec.wordings
                        ]
                        for language, question in by_language.items()
                    },
                ),
            }
        )


def _body(own: dict[str, Any], by_language: dict[str, Question]) -> Texts:
    """What our own list says, or else what guides those who score."""
    if "body" in own:
        return Texts(**own["body"])
    guide = next((question.guide for question in by_language.values() if question.guide), None)
    return Texts.of(guide) if guide else Texts(he="", en="")


def _lines(name: str, by_language: dict[str, Sequence[str]], *, short: bool = False) -> BookLinesOut:
    """One sentence a wording; those that read alike are one."""
    found: dict[str, list[BookLineOut]] = {"he": [], "en": []}
    for language, wordings in by_language.items():
        said: dict[str, list[str]] = {}
        for wording in wordings:
            said.setdefault(readable(wording, short=short), []).append(wording)
        for place, (say, patterns) in enumerate(said.items(), start=1):
            found[language].append(BookLineOut(id=f"{name}-{language}-{place}", say=say, wordings=patterns))
    return BookLinesOut(he=found["he"], en=found["en"])

"""Where the sense of an entry was said in other words, by what the scoring of those calls has kept.

Nothing is heard or weighed anew: the rubric question that counts the entry was put to each call when the call was
scored, with all witnesses (words, sound and meaning) and with calibrated limits, and its moments are kept. So this is
quick, and it claims no more than the scoring itself does. What is being typed changes nothing here before the question
has it as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.moments import Moment, Reply, told
from qa.book.schemas import BookTrialOtherwise
from qa.calls.tables import Call
from qa.evaluation.tables import AnswerRow, Evaluation, SuggestionRow
from qa.rubric.identity import identities
from qa.rubric.store import newest_versions, rubric_of
from qa.rubric.tables import RubricVersion

#: What a question says where it took the sentence for said, and where it leaves that to a person.
_SURE, _UNSURE = ("said", "met"), "unsure"
#: How opportunities end, as an answer to whether something followed in time.
_FOLLOWED = {"answered": True, "late": False, "missed": False}
#: Moments that are shown; the others are counted.
_MOST_SHOWN = 40
#: Ids that a database is asked for at once.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """The moments of one question in these calls that are not among those found by words.

    `begun`: what customers say in a situation is looked for, and not what is answered.
    """

    question_id: str
    call_ids: Sequence[str]
    by_words: Sequence[Moment]
    begun: bool


def otherwise(session: Session, sought: Sought) -> BookTrialOtherwise | None:
    """Moments of the sense; None where none of the calls was held against such a question.

    The surest are the first, but every wording comes once before any comes again.
    """
    own, is_situation = _asked(session, sought.question_id)
    held = _held(session, sought.call_ids, own)
    if not held:
        return None
    if is_situation:
        moments = list(_of_situations(session, held, own, begun=sought.begun))
    else:
        moments = list(_of_phrases(session, held, own))
    by_words: dict[str, list[Moment]] = {}
    for moment in sought.by_words:
        by_words.setdefault(moment.call_id, []).append(moment)
    others = [one for one in moments if not any(map(one.overlaps, by_words.get(one.call_id, ())))]
    others.sort(key=lambda one: (one.is_sure, one.probability or 0.0, one.call_id), reverse=True)
    return BookTrialOtherwise(
        asked_of=len(held),
        calls=len({one.call_id for one in others if one.is_sure}),
        moments=sum(one.is_sure for one in others),
        unsure=sum(not one.is_sure for one in others),
        shown=told(session, _each_wording_first(others)[:_MOST_SHOWN]),
    )


def _each_wording_first(moments: Sequence[Moment]) -> list[Moment]:
    by_wording: dict[str, list[Moment]] = {}
    for moment in moments:
        by_wording.setdefault(moment.quote, []).append(moment)
    rounds = zip_longest(*by_wording.values())
    return [moment for one in rounds for moment in one if moment is not None]


def _asked(session: Session, question_id: str) -> tuple[dict[str, str], bool]:
    """What the question is called in each version of a rubric that asks it, by the version's id.

    And whether it asks about a situation.
    """
    found: dict[str, str] = {}
    is_situation = False
    for newest in newest_versions(session):
        rows = session.scalars(sa.select(RubricVersion).where(RubricVersion.rubric_id == newest.rubric_id)).all()
        known = identities(rubric_of(row) for row in rows)
        lasting = known[newest.version].get(question_id)
        if lasting is None:
            continue
        is_situation = is_situation or rubric_of(newest).question(question_id).kind.name == "situation"
        for row in rows:
            found.update((row.id, own) for own, first in known[row.version].items() if first == lasting)
    return found, is_situation


def _held(session: Session, call_ids: Sequence[str], own: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Call and version of the rubric by the evaluation that stands, where it rests on the words that are shown."""
    found: dict[str, tuple[str, str]] = {}
    for some in _some(call_ids):
        rows = session.execute(
            sa.select(Evaluation.id, Call.id, Evaluation.rubric_version_id)
            .join(Call, Call.evaluation_id == Evaluation.id)
            .where(
                Call.id.in_(some),
                Evaluation.rubric_version_id.in_(own),
                sa.or_(Call.transcript_id.is_(None), Evaluation.transcript_id == Call.transcript_id),
            )
        )
        found |= {row[0]: (row[1], row[2]) for row in rows}
    return found


def _of_phrases(session: Session, held: Mapping[str, tuple[str, str]], own: Mapping[str, str]) -> Iterator[Moment]:
    """Where a phrase or transition was heard, unless a person said of the call that it is otherwise."""
    answered = sa.select(AnswerRow.id).where(
        AnswerRow.evaluation_id == SuggestionRow.evaluation_id,
        AnswerRow.question_id == SuggestionRow.question_id,
        AnswerRow.replaced_at.is_(None),
        sa.or_(AnswerRow.not_applicable, AnswerRow.option_id.is_distinct_from(SuggestionRow.option_id)),
    )
    wanted = (
        SuggestionRow.question_id.in_(set(own.values())),
        SuggestionRow.verdict.in_((*_SURE, _UNSURE)),
        ~answered.correlate(SuggestionRow).exists(),
    )
    columns = (SuggestionRow.evaluation_id, SuggestionRow.question_id, SuggestionRow.verdict)
    for some in _some(list(held)):
        rows = sa.select(*columns, SuggestionRow.probability, SuggestionRow.evidence)
        for evaluation_id, question_id, verdict, probability, evidence in session.execute(
            rows.where(SuggestionRow.evaluation_id.in_(some), *wanted)
        ):
            call_id, version_id = held[evaluation_id]
            if own[version_id] != question_id:
                continue
            for spoken in evidence:
                yield _moment(call_id, spoken, probability=probability, is_sure=verdict in _SURE)


def _of_situations(
    session: Session, held: Mapping[str, tuple[str, str]], own: Mapping[str, str], *, begun: bool
) -> Iterator[Moment]:
    """What began a situation, with whether it was answered in time; else the answers to it."""
    opportunities: sa.ColumnElement[Any] = Evaluation.findings["opportunities"]
    for some in _some(list(held)):
        rows = session.execute(sa.select(Evaluation.id, opportunities).where(Evaluation.id.in_(some)))
        for evaluation_id, found in rows:
            call_id, version_id = held[evaluation_id]
            for one in found or ():
                if one["question_id"] != own[version_id]:
                    continue
                if begun:
                    yield _opportunity(call_id, one)
                elif one["response"] is not None:
                    yield _moment(
                        call_id, one["response"], probability=one["probability"], is_sure=one["outcome"] != "unsure"
                    )


def _opportunity(call_id: str, told_of: Mapping[str, Any]) -> Moment:
    response, trigger = told_of["response"], told_of["trigger"]
    return Moment(
        call_id=call_id,
        speaker=trigger["speaker"],
        start_ms=trigger["start_ms"],
        end_ms=trigger["end_ms"],
        quote=trigger["text"],
        followed=_FOLLOWED.get(told_of["outcome"]),
        reply=Reply(response["text"], response["start_ms"], response["end_ms"]) if response else None,
    )


def _moment(call_id: str, spoken: Mapping[str, Any], *, probability: float, is_sure: bool) -> Moment:
    return Moment(
        call_id=call_id,
        speaker=spoken["speaker"],
        start_ms=spoken["start_ms"],
        end_ms=spoken["end_ms"],
        quote=spoken["text"],
        probability=probability,
        is_sure=is_sure,
    )


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many of them at a time as every database takes."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]

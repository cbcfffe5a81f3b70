"""Simulated calls as rows, many at a time: each table's own noun says what stands in its columns.

Nothing is added call by call, as it would be for calls that come in: thousands of rows go to the database together.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import revisions
from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import SHOWN_DEAD_AIR_MS, to_body
from qa.demo.programme.calendar import Held
from qa.demo.programme.disputing import Disputed, Disputing
from qa.demo.programme.heard import ENGINE, HeardCall, hear
from qa.demo.programme.plot import Plot
from qa.demo.programme.reviewing import UNREVIEWED, Review, Reviewer
from qa.demo.programme.script import script
from qa.demo.programme.truth import Form
from qa.disputes.deadline import Terms
from qa.disputes.tables import Dispute, DisputedQuestion
from qa.evaluation import findings, found, marks
from qa.evaluation.findings import FindingsOut
from qa.evaluation.scoring_job import kept
from qa.evaluation.tables import AnswerRow, Evaluation, EvaluationState, FoundInCall, SuggestionRow
from qa.insights import facts, promises, topics
from qa.insights.tables import AnswerFact, CallFact, PromiseMade, PromiseState, TopicMention
from qa.measures import facts as measured
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.people.tables import Person
from qa.pipeline.conduct import measure
from qa.pipeline.model import Checklist
from qa.platform.clock import id_of
from qa.platform.database import Base
from qa.rubric.model import Rubric
from qa.rubric.tables import RubricVersion
from qa.scoring.score import Score, Suggested, score
from qa.scoring.suggest import suggest
from qa.search import index
from qa.search.fulltext import full_text
from qa.search.words import SaidWord, comparable

_CUSTOMERS, _INBOUND = 420, 0.85
_PROMISES_KEPT, _PROMISES_BROKEN = 0.6, 0.12
_FOLLOWED_UP: Final = timedelta(days=9)
_BATCH: Final = 2_000
#: Columns of evaluations that nothing took the place of.
_NOT_REVISED: Final = {"revises_id": None, "retracted_at": None, "retracted_by": None, "retracted_why": None}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standard:
    """The rubric that calls of one language are held against."""

    row: RubricVersion
    rubric: Rubric
    checklist: Checklist
    first_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What all simulated calls share: who is who by the number of the agent, the rubrics, who reviews, until when."""

    people: Mapping[int, Person]
    signed_in: frozenset[int]
    standards: Mapping[str, Standard]
    reviewers: Sequence[str]
    until: datetime
    terms: Terms
    seed: int


@dataclass(frozen=True, slots=True)
class Told:
    """A simulated call and what stands of it: what the rest of the history is made from."""

    held: Held
    call: Call
    evaluation: Evaluation
    review: Review
    stands: Score
    found: FindingsOut
    rubric: Rubric


@dataclass(slots=True)
class Rows:
    """Rows by their table, in the order in which they may be put in."""

    of: dict[type[Base], list[Row]] = field(default_factory=lambda: defaultdict(list))
    turns: list[tuple[Row, Sequence[SaidWord | None]]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    _comparable: dict[str, list[SaidWord | None]] = field(default_factory=dict)

    def add_call(self, number: int, held: Held, ground: Ground) -> None:
        """Draw one call, and keep all that there is to say of it. The same number is the same call, whatever else."""
        chance = random.Random(f"{ground.seed}:{number}")  # noqa: S311 (drawn, and to be drawn again)
        standard = ground.standards[held.agent.language]
        heard = _draw(held, standard, chance)
        call, revision = self._call(number, (held, ground), heard, chance)
        self._turns(heard, revision)
        self._evaluation(call, revision, (held, ground), heard, chance)

    def write(self, session: Session) -> None:
        """Put all of it into the database."""
        for table, rows in self.of.items():
            for first in range(0, len(rows), _BATCH):
                session.execute(sa.insert(Base.metadata.tables[table.__tablename__]), rows[first : first + _BATCH])
        for first in range(0, len(self.turns), _BATCH):
            full_text(session).keep(session, self.turns[first : first + _BATCH])
        spoken = (_Spoken(**{name: row[name] for name in _SPOKEN}) for row, _words in self.turns)
        mentions = list(topics.mentioned_in(session, spoken))
        if mentions:
            session.execute(sa.insert(TopicMention), mentions)

    def _call(
        self, number: int, held_by: tuple[Held, Ground], heard: HeardCall, chance: random.Random
    ) -> tuple[Call, TranscriptRevision]:
        held, ground = held_by
        transcript, person = heard.transcript, ground.people[held.agent.number]
        ready = held.moment + timedelta(minutes=4)
        same = ground.standards[held.agent.language].checklist.dead_air_ms == SHOWN_DEAD_AIR_MS
        conduct = heard.findings.conduct if same else measure(transcript, SHOWN_DEAD_AIR_MS)
        body = to_body(transcript, conduct)
        call_id = id_of(held.moment, chance.getrandbits)
        revision: Row = {
            "id": id_of(ready, chance.getrandbits),
            "call_id": call_id,
            "revision": 1,
            "engine_key": str(ENGINE),
            "language": transcript.language,
            "body": body,
            "created_at": ready,
        }
        shown = TranscriptRevision(**revision)
        kind = "practice" if held.practice else "call"
        row: Row = {
            "id": call_id,
            "content_hash": sha256(f"simulated {ground.seed} {number}".encode()).hexdigest(),
            "file_name": f"simulated-{kind}-{number:04}",
            "received_at": held.moment,
            "purpose": Purpose.PRACTICE if held.practice else Purpose.LIVE,
            "simulated": True,
            "language": transcript.language,
            "channel_roles": list(transcript.channels),
            "started_at": held.moment,
            "direction": "inbound" if held.practice or chance.random() < _INBOUND else "outbound",
            "customer_ref": None if held.practice else f"sim-{chance.randrange(_CUSTOMERS):04}",
            "queue": heard.queue,
            "handle_ms": transcript.duration_ms + chance.randint(15_000, 90_000),
            "hold_ms": sum(span.length for span in transcript.holds),
            "wait_ms": None if held.practice else int(1000 * chance.lognormvariate(4.0, 0.7)),
            "agent_id": person.id,
            "team_id": person.team_id,
            "duration_ms": transcript.duration_ms,
            "ready_at": ready,
            **revisions.repeated(shown),
        }
        self.of[Call].append(row)
        self.of[TranscriptRevision].append(revision)
        return Call(**row), shown

    def _turns(self, heard: HeardCall, revision: TranscriptRevision) -> None:
        whose = index.of_revision(revision)
        for row in index.rows_of(heard.transcript):
            text = row["text"]
            if text not in self._comparable:
                self._comparable[text] = comparable(text.split(" "))
            self.turns.append((row | whose, self._comparable[text]))

    def _evaluation(
        self,
        call: Call,
        revision: TranscriptRevision,
        held_by: tuple[Held, Ground],
        heard: HeardCall,
        chance: random.Random,
    ) -> None:
        held, ground = held_by
        standard = ground.standards[held.agent.language]
        suggestions = suggest(heard.findings, standard.rubric, heard.transcript)
        suggested = {one.question_id: Suggested(one.verdict, one.option_id, one.probability) for one in suggestions}
        reviewer = Reviewer(ground.reviewers, ground.until, chance)
        seen = held.agent.number in ground.signed_in
        review = reviewer.review(standard.rubric, suggested, held, signed_in=seen) or Review(
            EvaluationState.DRAFT, (), UNREVIEWED
        )
        shown = findings.shown(heard.findings)
        row: Row = {
            "id": id_of(held.moment + timedelta(minutes=5), chance.getrandbits),
            "call_id": call.id,
            "transcript_id": revision.id,
            "rubric_version_id": standard.row.id,
            "revision": 1,
            "state": review.state,
            "version": 1 + len(review.answers),
            "created_at": call.ready_at,
            "findings": findings.as_json(shown),
            **review.told,
            **_NOT_REVISED,
        }
        told: list[Row] = [
            kept(one, str(ENGINE), heard.transcript) | {"created_at": call.ready_at} for one in suggestions
        ]
        stands = score(standard.rubric, suggested, review.given)
        disputing = Disputing(ground.reviewers, ground.until, ground.terms, chance)
        if (disputed := disputing.dispute(review, stands, standard.rubric)) is not None:
            row, review = self._disputed(disputed, row, review, (told, chance))
            stands = score(standard.rubric, suggested, review.given)
        evaluation, rows = self._judged(row, review, told, chance)
        if disputed:
            revised = {"revised_id": evaluation.id} if disputed.is_upheld else {}
            of_call = {"call_id": call.id, "evaluation_id": row["revises_id"] or row["id"], "agent_id": call.agent_id}
            self.of[Dispute].append(of_call | disputed.dispute | revised)
            self.of[DisputedQuestion].append(disputed.question)
        verdicts = {one.question_id: one.verdict for one in suggestions}
        self.of[Call][-1] |= marks.repeated(evaluation, stands, verdicts, answered=bool(review.answers))
        self.told.append(Told(held, call, evaluation, review, stands, shown, standard.rubric))
        self._found(call, standard, evaluation, (stands, shown))
        self._measured(evaluation, standard, stands, (revision, rows))
        self._promises(call, shown, ground, chance)

    def _disputed(
        self, disputed: Disputed, row: Row, review: Review, made: tuple[Sequence[Row], random.Random]
    ) -> tuple[Row, Review]:
        """The evaluation that stands after the dispute. Where it is a revision, what it revises is kept before it."""
        told, chance = made
        if disputed.is_open:
            return row | {"state": EvaluationState.DISPUTED, "version": row["version"] + 1}, review
        if not disputed.is_upheld:
            return row | {"version": row["version"] + 2}, review
        self._judged(row | disputed.retracted | {"version": row["version"] + 2}, review, told, chance)
        revised = disputed.revised(review)
        again: Row = {
            "id": id_of(disputed.dispute["decided_at"], chance.getrandbits),
            "created_at": disputed.dispute["decided_at"],
            "state": revised.state,
            "revision": 2,
            "revises_id": row["id"],
            "version": 1,
        }
        return row | again | dict(revised.told), revised

    def _judged(
        self, row: Row, review: Review, told: Sequence[Row], chance: random.Random
    ) -> tuple[Evaluation, Sequence[Row]]:
        """An evaluation with what the machine suggested, whose rows are returned, and what people answered."""
        self.of[Evaluation].append(row)
        at, whose = row["created_at"], {"evaluation_id": row["id"]}
        suggestions = [{"id": id_of(at, chance.getrandbits), **whose, **one} for one in told]
        self.of[SuggestionRow] += suggestions
        self.of[AnswerRow] += [
            {"id": id_of(answer["answered_at"], chance.getrandbits), **whose, **answer} for answer in review.answers
        ]
        return Evaluation(**row), suggestions

    def _found(self, call: Call, standard: Standard, evaluation: Evaluation, made: tuple[Score, FindingsOut]) -> None:
        """What follows from the evaluation that stands: names to find the call by, and its facts."""
        stands, shown = made
        names = found.names(shown) | ({found.AUTO_FAILED} if stands.auto_failed_by is not None else set())
        self.of[FoundInCall] += [{"call_id": call.id, "name": name} for name in sorted(names)]
        fact = facts.of_call(call, evaluation.id, stands, shown)
        self.of[CallFact].append({"call_id": call.id, "rubric_id": standard.rubric.id, **fact})
        self.of[AnswerFact] += [
            {"call_id": call.id, **one} for one in facts.of_questions(standard.rubric, stands, standard.first_ids)
        ]

    def _measured(
        self, evaluation: Evaluation, standard: Standard, stands: Score, heard: tuple[TranscriptRevision, Sequence[Row]]
    ) -> None:
        """What the call adds to the measures of its cohort."""
        revision, suggestions = heard
        rubric, first, told = standard.rubric, standard.first_ids, evaluation.findings or {}
        of_call = {"call_id": evaluation.call_id}
        self.of[MeasuredCall].append(of_call | {"evaluation_id": evaluation.id, "rubric_version_id": standard.row.id})
        self.of[OpportunityFact] += [of_call | one for one in measured.opportunities(rubric, stands, told, first)]
        leading = measured.leading_questions(rubric)
        heard_of = measured.Heard(
            turns=revision.body["turns"],
            tones=measured.marked_tones(told),
            phases=told.get("phases", ()),
            suggestions=[SuggestionRow(**one) for one in suggestions if one["question_id"] in leading],
        )
        self.of[ToneMoment] += [of_call | one for one in measured.tone_moments(rubric, heard_of, first)]

    def _promises(self, call: Call, shown: FindingsOut, ground: Ground, chance: random.Random) -> None:
        for promise in shown.promises:
            row = promises.made_in(call, promise)
            looked_at = call.received_at + _FOLLOWED_UP
            state = _became(chance) if looked_at < ground.until else PromiseState.OPEN
            by = chance.choice(ground.reviewers) if state is not PromiseState.OPEN else None
            row |= {"state": state, "set_by": by, "set_at": looked_at if by else None, "version": 2 if by else 1}
            self.of[PromiseMade].append({"id": id_of(call.received_at, chance.getrandbits), "call_id": call.id, **row})


@dataclass(frozen=True, slots=True)
class _Spoken:
    """As much of a turn as topics are looked for in."""

    call_id: str
    speaker: str
    end_ms: int
    text: str
    starts: Sequence[int]


_SPOKEN: Final = ("call_id", "speaker", "end_ms", "text", "starts")


def _draw(held: Held, standard: Standard, chance: random.Random) -> HeardCall:
    written = script(held.agent.language)
    form = Form(held.agent, held.week, held.practice, held.coached_on, chance)
    plot = Plot(written, form, chance.choice(written.matters), chance, woman=chance.random() < 0.5)
    return hear(plot, held.agent.language, standard.checklist)


def _became(chance: random.Random) -> PromiseState:
    drawn = chance.random()
    if drawn < _PROMISES_KEPT:
        return PromiseState.KEPT
    return PromiseState.BROKEN if drawn < _PROMISES_KEPT + _PROMISES_BROKEN else PromiseState.OPEN

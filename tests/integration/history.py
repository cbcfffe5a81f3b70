"""Weeks of calls that nobody held: who gets better, who is short of time, what is asked for, what was promised.

Everything is drawn with a seed, and written through the same code as real calls: revisions that are shown, evaluations
that are scored, answers of a reviewer in some of them. Only the suggestions are drawn instead of found.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.saying import readable
from qa.calls import revisions
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.engines.interfaces import EngineRevision, Word
from qa.evaluation import findings, marks
from qa.evaluation.tables import AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.insights.following import follow_calls
from qa.measures.following import follow_measures
from qa.people.service import team_named
from qa.people.tables import Person
from qa.pipeline import promises
from qa.pipeline.conduct import measure
from qa.pipeline.model import Findings, Speaker, ToneFinding, ToneLabel, ToneMark, Transcript, Turn
from qa.platform.clock import id_of, new_id
from qa.platform.database import Database
from qa.platform.security.roles import Role
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.kinds import Transition
from qa.rubric.model import Rubric
from qa.rubric.store import for_language, publish, rubric_of
from qa.search.index import keep_current

_ZONE = ZoneInfo("Asia/Jerusalem")
_WORD_MS = 380
_BATCH = 40


@dataclass(frozen=True, slots=True)
class Worker:
    """An agent: how well they do at the beginning, and how much of what is missing they learn until the end."""

    name: str
    team: str
    level: float
    learns: float


WORKERS = (
    Worker("רות אבני", "צוות שירות", 0.55, 0.6),
    Worker("סמי חדאד", "צוות שירות", 0.72, 0.3),
    Worker("תמר גל", "צוות שירות", 0.80, 0.2),
    Worker("אלון כץ", "צוות שירות", 0.60, 0.1),
    Worker("ליאת נחום", "צוות שימור", 0.66, 0.5),
    Worker("דוד אוחנה", "צוות שימור", 0.50, 0.4),
    Worker("יסמין מנסור", "צוות שימור", 0.84, 0.1),
    Worker("Olivia Stone", "English desk", 0.70, 0.3),
    Worker("Peter Lang", "English desk", 0.62, 0.4),
)

#: What customers call for in each language, with the queue that it comes in by.
_OPENINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "he": (
        ("חיובים", "שלום חייבתם אותי פעמיים בחשבונית של החודש"),
        ("חיובים", "אני רוצה להבין את החשבונית האחרונה"),
        ("תמיכה טכנית", "המזגן לא מקרר ואני צריכה טכנאי"),
        ("תמיכה טכנית", "התנור שלי לא מתחמם מאתמול"),
        ("משלוחים", "איפה המשלוח שלי הוא היה אמור להגיע ביום ראשון"),
        ("ביטולים", "אני רוצה לבטל את המנוי ולעבור לחברה אחרת"),
        ("ביטולים", "העליתם לי את המחיר בלי להודיע"),
        ("כללי", "שכחתי את הסיסמה לאזור האישי"),
        ("כללי", "יש לי שאלה"),
    ),
    "en": (
        ("billing", "I was charged twice on my last invoice"),
        ("support", "my oven does not heat and I need a technician"),
        ("deliveries", "where is my parcel it should have come on Sunday"),
        ("general", "I forgot my password for the website"),
        ("general", "I have a question"),
    ),
}
_REPLIES: dict[str, tuple[str, ...]] = {
    "he": ("אני מבינה כמה זה מתסכל", "כעת אבדוק עבורך את הפרטים", "תודה על ההמתנה", "האם יש עוד משהו שאוכל לעזור בו"),
    "en": ("I understand how frustrating this is", "let me see the details", "thank you for holding", "anything else"),
}
_PROMISES: dict[str, tuple[str, ...]] = {
    "he": ("אני אחזור אליך מחר", "טכנאי יגיע ביום שלישי", "נשלח לך מכתב תוך שלושה ימים"),
    "en": ("I will call you back tomorrow", "a technician will come on Tuesday", "we will send it within three days"),
}
_THANKS = {"he": "תודה רבה", "en": "thank you very much"}


@dataclass(frozen=True, slots=True)
class History:
    """How many calls over how many weeks, until when."""

    calls: int = 400
    weeks: int = 10
    until: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    seed: int = 7
    domain: str = "history.example.com"


def write(database: Database, history: History) -> list[str]:
    """Write it; returns the ids of the calls, the oldest first."""
    keep_current()
    follow_calls()
    follow_measures()
    chance = random.Random(history.seed)
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        people = {worker.name: _person(unit.session, worker, history) for worker in WORKERS}
        reviewer = _reviewer(unit.session, history)
    made: list[str] = []
    moments = sorted(_moments(history, chance))
    for first in range(0, len(moments), _BATCH):
        with database.write() as unit:
            for moment in moments[first : first + _BATCH]:
                worker = chance.choice(WORKERS)
                progress = 1 - (history.until - moment) / timedelta(weeks=history.weeks)
                made.append(_Made(unit.session, chance, people[worker.name], reviewer, progress).call(worker, moment))
    return made


def _moments(history: History, chance: random.Random) -> Iterator[datetime]:
    """More in the morning than at night, and hardly any at the weekend."""
    while history.calls:
        days = chance.uniform(0, history.weeks * 7)
        hour = min(23.9, max(0.0, chance.gauss(12.5, 4.5)))
        day = (history.until - timedelta(days=days)).astimezone(_ZONE)
        if day.weekday() in (4, 5) and chance.random() < 0.75:
            continue
        yield day.replace(hour=int(hour), minute=int(hour % 1 * 60), second=chance.randrange(60)).astimezone(UTC)
        history = History(history.calls - 1, history.weeks, history.until, history.seed, history.domain)


def _person(session: Session, worker: Worker, history: History) -> Person:
    email = f"{sha256(worker.name.encode()).hexdigest()[:8]}@{history.domain}"
    known = session.scalar(sa.select(Person).where(Person.email == email))
    if known is None:
        known = Person(id=new_id(), name=worker.name, email=email, role=Role.AGENT, password_hash="none")
        known.team = team_named(session, worker.team)
        session.add(known)
        session.flush()
    return known


def _reviewer(session: Session, history: History) -> str:
    known = session.scalar(sa.select(Person).where(Person.role == Role.REVIEWER).limit(1))
    if known is None:
        address = f"reviewer@{history.domain}"
        known = Person(id=new_id(), name="נועה", email=address, role=Role.REVIEWER, password_hash="none")
        session.add(known)
        session.flush()
    return known.id


@dataclass(frozen=True, slots=True)
class _Made:
    session: Session
    chance: random.Random
    agent: Person
    reviewer_id: str
    progress: float

    def call(self, worker: Worker, moment: datetime) -> str:
        session, chance = self.session, self.chance
        language = "en" if worker.team == "English desk" else "he"
        queue, opening = chance.choice(_OPENINGS[language])
        transcript = _spoken(language, self._said(language, opening), chance)
        skill = worker.level + (1 - worker.level) * worker.learns * self.progress
        call = Call(
            id=_id_at(moment, chance),
            content_hash=sha256(chance.randbytes(16)).hexdigest(),
            file_name=f"{moment:%Y%m%d-%H%M%S}-{queue}.wav",
            received_at=moment,
            started_at=moment,
            language=language,
            direction="outbound" if chance.random() < 0.15 else "inbound",
            customer_ref=f"c-{chance.randrange(150):04}",
            queue=queue,
            handle_ms=int(1000 * chance.lognormvariate(5.6, 0.5)) if chance.random() < 0.8 else None,
            agent_id=self.agent.id,
            team_id=self.agent.team_id,
            duration_ms=transcript.duration_ms,
            ready_at=moment + timedelta(minutes=4),
        )
        session.add(call)
        session.flush()
        body = to_body(transcript, measure(transcript, 3_000))
        revision = TranscriptRevision(
            call_id=call.id, revision=1, engine_key="history", language=language, body=body, created_at=moment
        )
        session.add(revision)
        session.flush()
        revisions.bring_to_light(call, revision)
        self._evaluation(call, revision, transcript, skill)
        return call.id

    def _said(self, language: str, opening: str) -> Iterator[tuple[Speaker, str]]:
        replies = _REPLIES[language]
        yield "agent", replies[-1]
        yield "customer", opening
        for _ in range(self.chance.randint(1, 4)):
            yield "agent", self.chance.choice(replies)
            yield "customer", self.chance.choice([opening, _THANKS[language]])
        if self.chance.random() < 0.3:
            yield "agent", self.chance.choice(_PROMISES[language])
        yield "customer", _THANKS[language]

    def _evaluation(self, call: Call, revision: TranscriptRevision, transcript: Transcript, skill: float) -> None:
        row = for_language(self.session, revision.language)
        rubric = rubric_of(row)
        evaluation = Evaluation(
            call=call, transcript_id=revision.id, rubric=row, version=1, created_at=call.received_at
        )
        evaluation.suggestions = [
            self._suggestion(rubric, question, (transcript, skill)) for question in _question_ids(rubric)
        ]
        evaluation.findings = findings.to_json(self._findings(transcript, skill))
        self.session.add(evaluation)
        self.session.flush()
        if self.chance.random() < 0.3:
            self._review(evaluation, rubric, skill)
        marks.refresh(self.session, evaluation, call, rubric)

    def _suggestion(self, rubric: Rubric, question_id: str, of: tuple[Transcript, float]) -> SuggestionRow:
        transcript, skill = of
        question, drawn = rubric.question(question_id), self.chance.random()
        told: dict[str, Any] = {"question_id": question_id, "evidence": [], "why": {"he": "", "en": ""}, "engine": "h"}
        if question.kind.name == "manual" or drawn < 0.05:
            return SuggestionRow(verdict="unsure", option_id=None, probability=0.5, **told)
        if drawn < 0.2:
            return SuggestionRow(verdict="not_applicable", option_id=None, probability=0.0, **told)
        # Some questions are harder than others, always the same ones.
        hard = int(sha256(question_id.encode()).hexdigest(), 16) % 100 / 250
        options = sorted(question.options, key=lambda option: question.points(option.id))
        good = self.chance.random() < skill + 0.15 - hard
        told["evidence"] = [{"start_ms": 2_000, "end_ms": 5_000, "speaker": "agent", "text": "…"}]
        if isinstance(question.kind, Transition):
            told["evidence"] = [self._moment(transcript, question.kind)] if good else []
        chosen = options[-1] if good else options[0]
        return SuggestionRow(verdict="met" if good else "not_met", option_id=chosen.id, probability=0.9, **told)

    def _moment(self, transcript: Transcript, kind: Transition) -> dict[str, Any]:
        """A turn of the agent, as what a transition sentence was heard in. It is drawn apart from everything else."""
        sentence = kind.sentences[transcript.duration_ms // 7 % len(kind.sentences)]
        turns = [turn for turn in transcript.turns if turn.speaker == "agent"]
        span = turns[transcript.duration_ms % len(turns)].span
        return {"start_ms": span.start, "end_ms": span.end, "speaker": "agent", "text": readable(sentence.wordings[0])}

    def _review(self, evaluation: Evaluation, rubric: Rubric, skill: float) -> None:
        """The reviewer decides what is open, and confirms or turns some of the rest."""
        for row in evaluation.suggestions:
            if row.option_id is not None and self.chance.random() < 0.6:
                continue
            options = rubric.question(row.question_id).options
            chosen = options[0] if self.chance.random() < skill else options[-1]
            evaluation.answers.append(
                AnswerRow(
                    question_id=row.question_id,
                    option_id=chosen.id,
                    person_id=self.reviewer_id,
                    answered_at=evaluation.created_at + timedelta(hours=8),
                )
            )
        evaluation.state, evaluation.reviewer_id = EvaluationState.SUBMITTED, self.reviewer_id
        evaluation.submitted_at = evaluation.created_at + timedelta(hours=9)
        self.session.flush()

    def _findings(self, transcript: Transcript, skill: float) -> Findings:
        start = self.chance.gauss(-1.2, 1.5)
        course = [start, start / 2, start / 3 + skill, start / 4 + 2 * skill]
        quarters = tuple(max(-5.0, min(5.0, value)) for value in course)
        return Findings(
            phrases={},
            situations={},
            conduct=measure(transcript, 3_000),
            tone=ToneFinding(_tones(transcript), {"customer": quarters}, {"customer": quarters[-1] - quarters[0]}),
            promises=promises.find(transcript.turns),
        )


def _tones(transcript: Transcript) -> tuple[ToneMark, ...]:
    """A tone for each turn of the customer, at random but the same for the same words."""
    chance = random.Random(" ".join(turn.text for turn in transcript.turns))
    labels: tuple[ToneLabel, ...] = ("negative", "neutral", "positive")
    customers = (place for place, turn in enumerate(transcript.turns) if turn.speaker == "customer")
    return tuple(ToneMark(place, chance.choice(labels), 0.8) for place in customers)


def _question_ids(rubric: Rubric) -> Sequence[str]:
    return [question.id for question in rubric.questions]


def _spoken(language: str, said: Iterator[tuple[Speaker, str]], chance: random.Random) -> Transcript:
    at, turns = 500, []
    for speaker, text in said:
        start, words = at, []
        for word in text.split():
            words.append(Word(word, Span(at, at + _WORD_MS), 0.9))
            at += _WORD_MS
        turns.append(Turn(speaker, Span(start, at), tuple(words)))
        at += 6_000 if chance.random() < 0.06 else 400
    speech: dict[Speaker, tuple[Span, ...]] = {
        who: tuple(turn.span for turn in turns if turn.speaker == who) for who in ("agent", "customer")
    }
    engine = EngineRevision("written", "by a generator", "0" * 12, "none")
    return Transcript(language, at, tuple(turns), speech, tuple(turn.span for turn in turns), engines=(engine,))


def _id_at(moment: datetime, chance: random.Random) -> str:
    """Ids sort by age, also those of calls that were long ago."""
    return id_of(moment, chance.getrandbits)

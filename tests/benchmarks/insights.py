"""What figures over many calls cost: `python -m tests.benchmarks.insights [CALLS]`.

On SQLite and on a PostgreSQL that is started for this: the facts of CALLS evaluations (20,000) over 26 weeks, each with
38 questions, as following real evaluations would have left them. Every figure is a whole page as the web makes it, from
a new session to the schema, without HTTP; each is asked many times, with other filters.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.insights import figures, heat, promises, topics
from qa.insights.hours import Days
from qa.insights.query import Wish
from qa.insights.tables import AnswerFact, CallFact, PromiseMade, PromiseState, Topic, TopicMention
from qa.migrations import upgrade
from qa.people.tables import Person, Team
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.rubric import shipped
from qa.rubric.model import Rubric
from qa.rubric.store import publish, rubric_of
from qa.search.tables import SpokenTurn
from tests.servers import postgres

CALLS, AGENTS, TEAMS, WEEKS, ROUNDS = 20_000, 60, 6, 26, 20
BATCH = 1_000
ENDS = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jerusalem")
QUEUES = ("ביטולים", "חיובים", "תמיכה טכנית", "מכירות", "משלוחים")
ASKER = Principal("benchmark", Role.TRAINER)
RESULTS = Path(__file__).with_suffix(".md")

Ask = Callable[[Session], Any]


def fill(database: Database, count: int, chance: random.Random) -> None:
    """People, the watch list, and the facts of so many calls."""
    with database.write() as unit:
        versions = [publish(unit.session, file.read_text("utf-8"), file=file.name) for file in shipped()]
        chosen = next(row for row in versions if row.language == "he")
        rubric, version_id = rubric_of(chosen), chosen.id
        unit.session.add_all(Team(id=f"team{n}", name=f"team {n}") for n in range(TEAMS))
        unit.session.flush()
        unit.session.add_all(
            Person(
                id=f"agent{n}",
                name=f"agent {n}",
                email=f"agent{n}@example.com",
                role=Role.AGENT,
                password_hash="none",
                team_id=f"team{n % TEAMS}",
            )
            for n in range(AGENTS)
        )
        topics.begin(unit.session, Principal("agent0", Role.ADMINISTRATOR))
        ids = list(unit.session.scalars(sa.select(Topic.id)))
    for first in range(0, count, BATCH):
        with database.write() as unit:
            numbers = range(first, min(first + BATCH, count))
            _calls(unit.session, numbers, (rubric, version_id), ids, chance)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


def _calls(
    session: Session, numbers: range, rubric: tuple[Rubric, str], topic_ids: list[str], chance: random.Random
) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {
        table: []
        for table in (Call, TranscriptRevision, Evaluation, CallFact, AnswerFact, SpokenTurn, TopicMention, PromiseMade)
    }
    for number in numbers:
        call_id, agent = f"{number:016x}", chance.randrange(AGENTS)
        began = ENDS - timedelta(seconds=chance.randrange(WEEKS * 7 * 86_400))
        rows[Call].append(
            {
                "id": call_id,
                "content_hash": call_id,
                "file_name": f"call-{number}.wav",
                "started_at": began,
                "received_at": began,
                "language": "he",
                "queue": chance.choice(QUEUES),
                "customer_ref": f"c-{chance.randrange(9_000)}",
                "agent_id": f"agent{agent}",
                "team_id": f"team{agent % TEAMS}",
                "evaluation_id": call_id,
                "flags": [],
            }
        )
        revision = {
            "id": call_id,
            "call_id": call_id,
            "revision": 1,
            "engine_key": "none",
            "language": "he",
            "body": {},
        }
        rows[TranscriptRevision].append(revision)
        rows[Evaluation].append(
            {
                "id": call_id,
                "call_id": call_id,
                "transcript_id": call_id,
                "rubric_version_id": rubric[1],
                "state": EvaluationState.DRAFT,
                "version": 1,
            }
        )
        rows[CallFact].append(
            {
                "call_id": call_id,
                "evaluation_id": call_id,
                "rubric_id": rubric[0].id,
                "began_s": int(began.timestamp()),
                "percent": chance.gauss(72, 12),
                "people_percent": chance.gauss(74, 12) if chance.random() < 0.2 else None,
                "from_people": chance.choice([0, 0, 0, 0, 12]),
                "from_machine": 26,
                "tone_start": chance.gauss(-1, 2),
                "tone_end": chance.gauss(1, 2),
                "dead_air_share": abs(chance.gauss(0.03, 0.03)),
                "talk_share": chance.gauss(0.55, 0.1),
                "log_handle_s": chance.gauss(5.6, 0.5),
            }
        )
        rows[AnswerFact] += [
            {
                "call_id": call_id,
                "question_id": question.id,
                "share": chance.choice([1.0, 1.0, 0.0, None]),
                "decided_by": chance.choice(["machine", "machine", "person"]),
                "applies": chance.random() < 0.8,
            }
            for question in rubric[0].questions
        ]
        rows[SpokenTurn].append(
            {
                "call_id": call_id,
                "transcript_id": call_id,
                "revision": 1,
                "turn": 0,
                "speaker": "agent",
                "start_ms": 0,
                "end_ms": 400,
                "text": "שלום",
                "starts": [0],
            }
        )
        moment = {"call_id": call_id, "start_ms": 1_000, "end_ms": 2_000, "speaker": "customer", "text": "חשבונית"}
        rows[TopicMention] += [moment | {"topic_id": topic} for topic in chance.sample(topic_ids, chance.randrange(4))]
        if chance.random() < 0.3:
            due = began + timedelta(days=chance.randrange(5))
            told = {"probability": 0.9, "state": PromiseState.OPEN, "version": 1, "due_at": due}
            rows[PromiseMade].append(moment | told | {"text": "אחזור אליך מחר"})
    for table, told in rows.items():
        if told:
            session.execute(sa.insert(table), told)


def questions(chance: random.Random, settings: Settings) -> dict[str, Callable[[], Ask]]:
    """Each page, and how to ask for it once more with other filters."""

    def wish(weeks: int, **narrowed: Any) -> Wish:
        last = date(2026, 11, 20) - timedelta(days=chance.randrange(7))
        return Wish(days=Days(last - timedelta(weeks=weeks), last, ZONE), **narrowed)

    def agent() -> str:
        return f"agent{chance.randrange(AGENTS)}"

    def overview(asked: Wish) -> Ask:
        return lambda session: figures.insights(session, ASKER, asked, settings)

    def mapped(asked: Wish) -> Ask:
        return lambda session: heat.heat_map(session, ASKER, asked, settings)

    def about(asked: Wish) -> Ask:
        return lambda session: topics.figures_of(session, ASKER, asked, settings)

    def behind(asked: Wish) -> Ask:
        cell = heat.Cell("greeting")
        return lambda session: heat.calls(session, ASKER, replace(asked, rubric_id="service-language-he"), cell)

    return {
        "overview, 4 weeks": lambda: overview(wish(4)),
        "overview, 12 weeks": lambda: overview(wish(12)),
        "overview, 26 weeks": lambda: overview(wish(26)),
        "overview, 12 weeks of an agent": lambda: overview(wish(12, agent_id=agent())),
        "overview, 12 weeks of a queue": lambda: overview(wish(12, queue=chance.choice(QUEUES))),
        "heat map, 4 weeks": lambda: mapped(wish(4)),
        "heat map, 12 weeks": lambda: mapped(wish(12)),
        "heat map, 26 weeks": lambda: mapped(wish(26)),
        "heat map, 12 weeks of an agent": lambda: mapped(wish(12, agent_id=agent())),
        "calls behind a field, 12 weeks": lambda: behind(wish(12)),
        "topics, 12 weeks": lambda: about(wish(12)),
        "promises, overdue": lambda: lambda session: promises.page(session, ASKER, promises.Listed("overdue")),
    }


def measured(database: Database, settings: Settings) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of each time that each page was asked for, in order of length."""
    for kind, make in questions(random.Random(6), settings).items():
        times = []
        for ask in [make() for _ in range(ROUNDS)]:
            started = time.perf_counter()
            with database.read() as session:
                ask(session).model_dump_json()
            times.append((time.perf_counter() - started) * 1000)
        print(f"{kind}: {_share(times, 0.5):.0f} ms, 95 % within {_share(times, 0.95):.0f} ms", flush=True)
        yield kind, sorted(times)


def on(url: str, folder: Path, count: int) -> dict[str, list[float]]:
    """The figures of one database."""
    settings = Settings(data=folder, database_url=url)
    upgrade(settings)
    database = Database(settings.database)
    fill(database, count, random.Random(5))
    found = dict(measured(database, settings))
    database.dispose()
    return found


def main() -> None:
    """Fill both databases, measure, and write the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else CALLS
    with tempfile.TemporaryDirectory() as folder:
        sqlite = on("", Path(folder), count)
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        other = on(url, Path(folder), count)
    lines = [
        "# Figures over many calls",
        "",
        (
            f"{count:,} evaluations over {WEEKS} weeks, 38 questions each, on the same machine "
            f"({len(os.sched_getaffinity(0))} processors). Each page {ROUNDS} times, with other days or filters."
        ),
        "",
        "| page | SQLite p50 ms | SQLite p95 ms | PostgreSQL p50 ms | PostgreSQL p95 ms |",
        "|---|---|---|---|---|",
        *(
            f"| {kind} | {_share(times, 0.5):.0f} | {_share(times, 0.95):.0f} "
            f"| {_share(other[kind], 0.5):.0f} | {_share(other[kind], 0.95):.0f} |"
            for kind, times in sqlite.items()
        ),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _share(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()

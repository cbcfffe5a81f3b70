"""What lists and searches cost where there are many calls: `python -m tests.benchmarks.search [CALLS] [TRANSCRIPTS]`.

On a PostgreSQL that is started for this: the metadata of CALLS calls (400,000: a busy month), each with its two
finished jobs, and the turns of the newest TRANSCRIPTS of them (20,000), indexed by the code that indexes real ones.
Every figure is a whole page as the web makes it, from a new session to the schema, without HTTP. Each question is asked
many times in other words or with other filters; the first time of each is counted like the others.
"""

import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import service as calls
from qa.calls.paging import Listed
from qa.calls.tables import Call, TranscriptRevision
from qa.migrations import upgrade
from qa.people.tables import Person, Team
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.search import service as search
from qa.search.fulltext import full_text
from qa.search.schemas import SearchPart
from qa.search.words import SaidWord, comparable
from tests.servers import postgres

CALLS, TRANSCRIPTS = 400_000, 20_000
AGENTS, TEAMS = 400, 20
TURNS, WORDS_A_TURN, WORD_MS = 60, 10, 400
ROUNDS = 40
#: Normalising takes longer than everything else here, and is not what is measured: calls share their turns.
DIFFERENT_TURNS = 50_000
RESULTS = Path(__file__).with_suffix(".md")
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
BASELINE = "list, unfiltered"
QUEUES = ("ביטולים", "חיובים", "תמיכה טכנית", "מכירות", "משלוחים")
TONES = ("low", "ended_low", "rose", "fell")
REVIEWER = Principal("benchmark", Role.REVIEWER)

#: Words that calls are about, said in many forms; the commonest first.
STEMS = [
    *("שלום", "תודה", "בסדר", "לקוח", "חשבון", "כרטיס", "תשלום", "הזמנה", "משלוח", "ביטול", "חיוב", "זיכוי", "טכנאי"),
    *("התקנה", "אחריות", "מזגן", "מקרר", "חבילה", "אינטרנט", "מסלול", "מחיר", "הנחה", "מבצע", "חוזה", "מנהל", "תלונה"),
    *("תקלה", "ניתוק", "העברה", "פנייה", "סניף", "מלאי", "החלפה", "החזר", "הצעה", "שדרוג", "הרשאה", "מספר", "כתובת"),
]
PREFIXES = ("", "", "", "ה", "ל", "ב", "ו", "מה", "של")
ENDINGS = ("", "", "", "ים", "ות", "ה")

Said = tuple[list[str], list[SaidWord | None]]


@dataclass(frozen=True)
class Vocabulary:
    """Words as often as in speech: the n-th commonest about 1/n as often as the first."""

    words: list[str]
    weights: list[float]

    @classmethod
    def made(cls, chance: random.Random, size: int = 20_000) -> "Vocabulary":
        """The known words in their forms, and between and behind them words that nobody knows."""
        letters = "אבגדהוזחטיכלמנסעפצקרשת"
        rare = ("".join(chance.choices(letters, k=chance.randint(3, 7))) for _ in itertools.count())
        known = [chance.choice(PREFIXES) + stem + chance.choice(ENDINGS) for stem in STEMS for _ in range(4)]
        words = [word for pair in zip(known, rare, strict=False) for word in pair]
        words += list(itertools.islice(rare, size - len(words)))
        return cls(words, [1 / (place + 3) for place in range(len(words))])

    def said(self, chance: random.Random, count: int) -> list[str]:
        """So many words, one after the other."""
        return chance.choices(self.words, self.weights, k=count)


def fill(database: Database, count: int, transcripts: int, chance: random.Random) -> Vocabulary:
    """People, calls with their jobs, and what was said in the newest of them."""
    with database.write() as unit:
        people(unit.session)
        unit.session.execute(sa.text(_CALLS), {"count": count, "began": BEGAN, "queues": list(QUEUES)})
        unit.session.execute(sa.text(_JOBS))
        unit.session.execute(sa.text(_FOUND))
    vocabulary = Vocabulary.made(chance)
    pool = [vocabulary.said(chance, WORDS_A_TURN) for _ in range(min(transcripts * TURNS, DIFFERENT_TURNS))]
    said = [(words, comparable(words)) for words in pool]
    for first in range(count - transcripts, count, 200):
        with database.write() as unit:
            ids = [id_of(number) for number in range(first, min(first + 200, count))]
            spoken(unit.session, ids, said, chance)
        print(f"\r{first + 200 - count + transcripts} of {transcripts} transcripts", end="", flush=True)
    print()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return vocabulary


def people(session: Session) -> None:
    """Agents in their teams."""
    session.add_all(Team(id=f"team{number:04}", name=f"team {number}") for number in range(TEAMS))
    session.flush()
    session.add_all(
        Person(
            id=f"agent{number:04}",
            name=f"agent {number}",
            email=f"agent{number}@example.com",
            role=Role.AGENT,
            password_hash="none",
            team_id=f"team{number % TEAMS:04}",
        )
        for number in range(AGENTS)
    )


#: A call every six seconds, over about four weeks. Every tenth was shared with its agent.
_CALLS = """
INSERT INTO calls (id, content_hash, file_name, received_at, has_second_file, language, started_at, direction, queue,
    agent_id, team_id, heard_language, duration_ms, flags, ready_at, evaluation_state, percent, passed, could_flip,
    machine_only, unsure, shared_at)
SELECT lpad(to_hex(n), 16, '0'), md5(n::text), 'call-' || n || '.wav', at, false, 'auto', at,
    CASE n % 4 WHEN 0 THEN 'outbound' ELSE 'inbound' END, (CAST(:queues AS text[]))[1 + n % 5],
    'agent' || lpad((n * 7919 % 400)::text, 4, '0'), 'team' || lpad((n * 7919 % 400 % 20)::text, 4, '0'),
    CASE n % 6 WHEN 0 THEN 'en' ELSE 'he' END, 30000 + n * 104729 % 900000, '[]', at,
    CASE WHEN n % 10 = 0 THEN 'published' WHEN n % 10 < 3 THEN 'submitted' ELSE 'draft' END,
    30 + n * 31 % 700 / 10.0, n % 3 > 0, n * 17 % 1000 / 1000.0, n % 10 > 2, n % 5,
    CASE WHEN n % 10 = 0 THEN at END
FROM (
    SELECT n, CAST(:began AS timestamptz) + n * interval '6 seconds' AS at
    FROM generate_series(CAST(0 AS bigint), CAST(:count AS bigint) - 1) AS n
) AS made
"""
_JOBS = """
INSERT INTO jobs (id, kind, subject, key, state, attempts, fence, stage, share, created_at, rings, ring_after,
    changed_at, finished_at)
SELECT left(kind, 1) || substr(calls.id, 2), kind, calls.id, calls.id, 'done', 1, 1, 'done', 1, received_at, 0,
    received_at, received_at, received_at
FROM calls, (VALUES ('hear'), ('score')) AS kinds(kind)
"""
#: Three situations that came up in each call and the customer's tone in every other; the last situation is rare.
_FOUND = """
INSERT INTO found_in_calls (call_id, name)
SELECT id, 'situation.s' || (hashtext(id || place) & 15) || ending
FROM calls, generate_series(1, 3) AS place,
    (VALUES (ARRAY['.answered', '.late', '.missed', '.unsure'])) AS every(outcomes),
    LATERAL (VALUES (''), (outcomes[1 + (hashtext(id) & 3)])) AS endings(ending)
UNION
SELECT id, 'situation.rare' FROM calls WHERE hashtext(id) % 1000 = 0
UNION
SELECT id, 'tone.' || (ARRAY['low', 'ended_low', 'rose', 'fell'])[1 + (hashtext(id) >> 2 & 3)]
FROM calls WHERE hashtext(id) % 2 = 0
"""


def id_of(number: int) -> str:
    """The id of the call of that number; ids sort by age."""
    return f"{number:016x}"


def spoken(session: Session, ids: list[str], said: list[Said], chance: random.Random) -> None:
    """Turns of these calls, indexed as real ones are."""
    session.execute(
        sa.insert(TranscriptRevision),
        [
            {"id": call_id, "call_id": call_id, "revision": 1, "engine_key": "none", "language": "he", "body": {}}
            for call_id in ids
        ],
    )
    lasts = TURNS * WORDS_A_TURN * WORD_MS
    session.execute(sa.update(Call).where(Call.id.in_(ids)).values(transcript_id=Call.id, duration_ms=lasts))
    turns = []
    for call_id, turn in itertools.product(ids, range(TURNS)):
        words, normalised = chance.choice(said)
        start = turn * WORDS_A_TURN * WORD_MS
        row = {
            "call_id": call_id,
            "transcript_id": call_id,
            "revision": 1,
            "turn": turn,
            "speaker": "agent" if turn % 2 else "customer",
            "start_ms": start,
            "end_ms": start + WORDS_A_TURN * WORD_MS,
            "text": " ".join(words),
            "starts": [start + place * WORD_MS for place in range(WORDS_A_TURN)],
        }
        turns.append((row, normalised))
    full_text(session).keep(session, turns)


Ask = Callable[[Session], Any]


def questions(
    vocabulary: Vocabulary, count: int, transcripts: int, chance: random.Random
) -> dict[str, Callable[[], Ask]]:
    """Each kind of question, and how to make another one of it."""

    def listing(**filters: Any) -> Ask:
        listed = Listed(filters.pop("order", "newest"), filters.pop("cursor", None), 50)
        return lambda session: calls.page(session, REVIEWER, calls.Filters(**filters), listed)

    def asking(asker: Principal = REVIEWER, **wish: Any) -> Ask:
        return lambda session: search.search(session, asker, SearchPart(**wish))

    def agent() -> str:
        return f"agent{chance.randrange(AGENTS):04}"

    def old() -> str:
        return id_of(chance.randrange(count))

    def days() -> dict[str, Any]:
        since = BEGAN + timedelta(seconds=6 * chance.randrange(count))
        return {"since": since, "until": since + timedelta(days=1)}

    def word(first: int, last: int) -> str:
        return chance.choice(vocabulary.words[first:last])

    return {
        BASELINE: listing,
        "list, far down": lambda: listing(cursor=old()),
        "list, least settled first": lambda: listing(order="could_flip"),
        "list, one agent": lambda: listing(agent_id=agent()),
        "list, team and language": lambda: listing(team_id=f"team{chance.randrange(TEAMS):04}", language="en"),
        "list, words in the file's name": lambda: listing(text=f"call-{chance.randrange(count)}."),
        "list, letters that many calls have": lambda: listing(text=chance.choice(QUEUES)[:4]),
        "search, one of the commonest words": lambda: asking(q=chance.choice(STEMS[:5])),
        "search, a word": lambda: asking(q=chance.choice(STEMS[5:])),
        "search, a rare word": lambda: asking(q=word(5_000, 20_000)),
        "search, a word nobody said": lambda: asking(q=f"{word(5_000, 20_000)}זזז"),
        "search, two words": lambda: asking(q=f"{chance.choice(STEMS[:10])} {chance.choice(STEMS[10:])}"),
        "search, a phrase": lambda: asking(q=f'"{word(0, 30)} {word(0, 300)}"'),
        "search, a beginning": lambda: asking(q=f"{chance.choice(STEMS)[:3]}*"),
        "search, a word of one agent": lambda: asking(q=chance.choice(STEMS), agent_id=agent()),
        "search, a word in one day": lambda: asking(q=chance.choice(STEMS), **days()),
        "search, a word by the customer in the last minute": lambda: asking(
            q=chance.choice(STEMS), speaker="customer", last_ms=60_000
        ),
        "search, a word in low scores of a queue": lambda: asking(
            q=chance.choice(STEMS), most_percent=40, queue=chance.choice(QUEUES)
        ),
        "search, far down": lambda: asking(q=chance.choice(STEMS), cursor=id_of(count - chance.randrange(transcripts))),
        "search, an agent in their own calls": lambda: asking(Principal(agent(), Role.AGENT), q=chance.choice(STEMS)),
        "search, no words, one day": lambda: asking(**days()),
        "search, no words, low scores of a team": lambda: asking(
            most_percent=40, team_id=f"team{chance.randrange(TEAMS):04}"
        ),
        "search, no words, a tone": lambda: asking(tone=chance.choice(TONES)),
        "search, no words, a situation that was missed": lambda: asking(
            situation=f"s{chance.randrange(16)}", outcome="missed"
        ),
        "search, no words, a rare situation of a team": lambda: asking(
            situation="rare", team_id=f"team{chance.randrange(TEAMS):04}"
        ),
        "search, a word where the tone ended low": lambda: asking(q=chance.choice(STEMS), tone="ended_low"),
        "search, a rare word and a rare situation": lambda: asking(q=word(5_000, 20_000), situation="rare"),
    }


def measured(database: Database, kinds: dict[str, Callable[[], Ask]]) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of each time that each kind of question was asked, in order of length."""
    for kind, make in kinds.items():
        times = []
        for ask in [make() for _ in range(ROUNDS)]:
            started = time.perf_counter()
            with database.read() as session:
                ask(session).model_dump_json()
            times.append((time.perf_counter() - started) * 1000)
        yield kind, sorted(times)


def table(rows: dict[str, list[float]]) -> Iterator[str]:
    """The lines of the table."""
    unfiltered = _share(rows[BASELINE], 0.5)
    yield "| question | p50 ms | p95 ms | p50 against the unfiltered list |"
    yield "|---|---|---|---|"
    for kind, times in rows.items():
        half = _share(times, 0.5)
        yield f"| {kind} | {half:.1f} | {_share(times, 0.95):.1f} | {half / unfiltered:.2f} |"


def main() -> None:
    """Fill a database, measure, and write the table."""
    given = [int(word) for word in sys.argv[1:]]
    count, transcripts = given + [CALLS, TRANSCRIPTS][len(given) :]
    chance = random.Random(5)  # the same calls every time
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        config = Settings(data=Path(folder), database_url=url)
        upgrade(config)
        database = Database(config.database)
        vocabulary = fill(database, count, transcripts, chance)
        rows = {}
        for kind, times in measured(database, questions(vocabulary, count, transcripts, chance)):
            rows[kind] = times
            print(f"{kind}: {_share(times, 0.5):.1f} ms, 95 % within {_share(times, 0.95):.1f} ms", flush=True)
        size = _size(database)
        database.dispose()
    lines = [
        "# Lists and searches over many calls",
        "",
        (
            f"PostgreSQL with its own settings on the same machine ({len(os.sched_getaffinity(0))} processors): "
            f"{count:,} calls with their jobs, the turns of {transcripts:,} of them "
            f"({transcripts * TURNS:,} turns, {transcripts * TURNS * WORDS_A_TURN:,} words; {size}). "
            f"Each question {ROUNDS} times, each time another; pages of 50 calls in lists and of 20 in searches."
        ),
        "",
        *table(rows),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _size(database: Database) -> str:
    whole = sa.text("SELECT pg_size_pretty(pg_total_relation_size('spoken_turns'))")
    words = sa.text("SELECT pg_size_pretty(pg_relation_size('ix_spoken_turns_said'))")
    with database.read() as session:
        return f"{session.scalar(whole)} with all indices, {session.scalar(words)} the index of words"


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()

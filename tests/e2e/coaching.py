"""A trainer and an agent of a Mashov that remembers weeks of calls, and what they do together step by step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Browser

from qa.calls.tables import Call
from qa.coaching.following import follow_coaching
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.passwords import hash_password
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER, give_sound, remembering
from tests.integration import coached
from tests.integration.web import PASSWORD

_SPAN = ("call_id", "start_ms", "end_ms")
#: The agent whose calls are in the language: name in the history, and mailbox.
AGENT = {"he": ("רות אבני", "ruth"), "en": ("Olivia Stone", "olivia")}
WORDS = {
    "he": {
        "well": "ההקשבה שלך עד הסוף נשמעת בכל שיחה. הלקוחות מרגישים את זה.",
        "agenda": "לשמוע יחד שני רגעים\nלנסח משפט אחד שמתאים לך",
        "note": "לשאול על העומס בבוקר",
        "own": "בשיחה הזאת מיהרתי. בפעם הבאה אעצור לרגע לפני הפרידה.",
    },
    "en": {
        "well": "You listen to the end in every call, and customers can feel it.",
        "agenda": "Hear two moments together\nFind one sentence in your own words",
        "note": "Ask about the morning load",
        "own": "I was in a hurry there. Next time I will pause before the goodbye.",
    },
}


@contextmanager
def coaching(folder: Path) -> Iterator[Mashov]:
    """Weeks of calls, whose agents can sign in, and a sound for each of their calls."""
    with remembering(folder) as mashov:
        config = Settings(data=mashov.data)
        database = Database(config.database)
        _let_in(database, config)
        yield mashov
        database.dispose()


def _let_in(database: Database, config: Settings) -> None:
    with database.write() as unit:
        for language, (name, mailbox) in AGENT.items():
            person = unit.session.scalars(sa.select(Person).where(Person.name == name)).one()
            person.email, person.password_hash = f"{mailbox}@demo.mashov.example", hash_password(PASSWORD)
            person.interface_language = language
            give_sound(config, unit.session.scalars(sa.select(Call.id).where(Call.agent_id == person.id)))


def suggested(trainer: Desk, language: str) -> dict[str, Any]:
    """What is suggested first for the agent whose calls are in the language."""
    found = trainer.api("GET", "/api/coaching/suggestions?weeks=12&limit=100")["items"]
    return dict(next(one for one in found if one["agent"]["name"] == AGENT[language][0] and not one["in_hand"]))


def prepared(trainer: Desk, language: str, *, held: bool) -> dict[str, Any]:
    """A session about that, which the agent sees, and which was held or not."""
    one, words = suggested(trainer, language), WORDS[language]
    asked = {"question_id": one["question"]["id"]}
    wish = {
        "agent_id": one["agent"]["id"],
        "went_well": words["well"],
        "agenda": words["agenda"].split("\n"),
        "private_note": words["note"],
        "planned_for": (now() + timedelta(days=1)).isoformat(),
        "clips": [
            asked | {key: moment[key] for key in ("call_id", "start_ms", "end_ms")} for moment in one["evidence"][:3]
        ],
        "actions": [asked | {"due_on": f"{now() + timedelta(days=21):%Y-%m-%d}", "needed": 3, "out_of": 5}],
    }
    made: dict[str, Any] = trainer.api("POST", "/api/coaching/sessions", data=wish)
    for deed in ("share", "hold") if held else ("share",):
        path = f"/api/coaching/sessions/{made['id']}/{deed}"
        made = trainer.api("POST", path, data={}, headers={"If-Match": f'"{made["version"]}"'})
    return made


def next_calls(mashov: Mashov, language: str, question_id: str, shown: str) -> None:
    """Calls that were held just now and reviewed: "+" where the agent did what was agreed."""
    follow_coaching()
    database = Database(Settings(data=mashov.data).database)
    with database.read() as session:
        agent = session.scalars(sa.select(Person.id).where(Person.name == AGENT[language][0])).one()
        reviewer = session.scalars(sa.select(Person.id).where(Person.role == Role.REVIEWER).limit(1)).one()
    for sign in shown:
        call = coached.live(database, agent, now(), language=language, **{question_id: sign == "+"})
        coached.answer(database, call, question_id, reviewer, done=sign == "+", ended=True)
    database.dispose()


def scenes(mashov: Mashov, chromium: Browser, language: str, scheme: str) -> Iterator[tuple[str, Desk]]:
    """Each scene's name, and the window that shows it."""
    trainer = desk_at(mashov, chromium, Sight(language, scheme)).sign_in(TRAINER[language])
    yield "coaching", _at_rest(trainer.open("/coaching?weeks=12"))
    kept = prepared(trainer, language, held=True)
    next_calls(mashov, language, kept["actions"][0]["question_id"], "+-+")
    yield "coaching-session", _at_rest(trainer.open(f"/coaching/sessions/{kept['id']}"))
    yield "coaching-sessions", _at_rest(trainer.open("/coaching/sessions"))
    agent = desk_at(mashov, chromium, Sight(language, scheme, phone=True)).sign_in(AGENT[language][1])
    yield "my-coaching", _at_rest(agent.open("/my-coaching"))
    yield "my-coaching-session", _at_rest(agent.open(f"/my-coaching/{kept['id']}"))
    trainer.context.close()
    agent.context.close()


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(400)
    return desk

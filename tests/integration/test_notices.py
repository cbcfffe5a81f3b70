"""Notices: who is told of what, once, quietly, and what happens to it under the bell."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.evaluation import alerts
from qa.evaluation.tables import Evaluation
from qa.notices import choices, service
from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, Looked, tell
from qa.notices.tables import HouseChoice, Notice
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from tests.integration.scored import SAID, System
from tests.integration.web import Browser


@dataclass
class Office:
    """The database and who works here."""

    database: Database
    ids: dict[str, str]

    def who(self, mailbox: str) -> Principal:
        roles = {"admin": Role.ADMINISTRATOR, "reviewer": Role.REVIEWER, "trainer": Role.TRAINER}
        return Principal(self.ids[mailbox], roles.get(mailbox, Role.AGENT))

    def tell(self, kind: Kind, to: list[str] | Audience, about: About, **facts: service.Fact) -> None:
        people = to if isinstance(to, Audience) else [self.ids[mailbox] for mailbox in to]
        with self.database.write() as unit:
            tell(unit.session, kind, people, about, **facts)

    def told(self, mailbox: str) -> list[str]:
        """The kinds that the person was told of, the newest first."""
        with self.database.read() as session:
            return [row.kind for row in service.page(session, self.who(mailbox), None, 50, unread_only=False)]

    def choose(self, mailbox: str, kind: Kind, *, told: bool | None) -> None:
        with self.database.write() as unit:
            choices.choose(unit.session, self.who(mailbox), kind, told)


@pytest.fixture
def office(database: Database, ids: dict[str, str]) -> Office:
    return Office(database, ids)


def test_feedback_is_told_to_its_agent_once(office: Office) -> None:
    for _ in range(3):
        office.tell(Kind.FEEDBACK_PUBLISHED, ["agent-a"], About(evaluation_id="e1"), by=office.ids["reviewer"])
    office.tell(Kind.FEEDBACK_PUBLISHED, ["agent-a"], About(evaluation_id="e2"), by=office.ids["reviewer"])
    assert office.told("agent-a") == ["feedback_published"] * 2
    assert office.told("agent-b") == office.told("reviewer") == []


def test_nobody_is_told_of_their_own_deed(office: Office) -> None:
    office.tell(Kind.DISPUTE_OPENED, ["reviewer", "trainer"], About(occasion="d1"), by=office.ids["trainer"])
    assert office.told("reviewer") == ["dispute_opened"]
    assert office.told("trainer") == []


@pytest.mark.parametrize("kind", [Kind.AUTO_FAIL, Kind.LEAVING_CUE, Kind.DISTRESS])
def test_what_the_machine_says_is_told_to_whoever_asked_for_it(office: Office, kind: Kind) -> None:
    office.choose("trainer", kind, told=True)
    office.tell(kind, Audience.REVIEWERS, About(occasion="1"))
    assert {who: office.told(who) for who in ("admin", "reviewer", "trainer", "agent-a")} == {
        "admin": [],
        "reviewer": [],
        "trainer": [kind.value],
        "agent-a": [],
    }


def test_an_administrator_may_choose_for_all_and_each_still_for_themselves(office: Office) -> None:
    office.choose("trainer", Kind.AUTO_FAIL, told=False)
    with office.database.write() as unit:
        choices.choose_for_all(unit.session, office.who("admin"), Kind.AUTO_FAIL, told=True)
    office.tell(Kind.AUTO_FAIL, Audience.TRAINERS, About(occasion="1"))
    assert (office.told("admin"), office.told("trainer")) == (["auto_fail"], [])
    office.choose("trainer", Kind.AUTO_FAIL, told=None)
    office.tell(Kind.AUTO_FAIL, Audience.TRAINERS, About(occasion="2"))
    assert office.told("trainer") == ["auto_fail"], "whoever takes their choice back is told as the house says"
    with office.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HouseChoice)) == 1


def test_somebody_disabled_is_told_nothing(office: Office) -> None:
    with office.database.write() as unit:
        unit.session.execute(sa.text("update people set disabled = true where name = 'reviewer'"))
    office.tell(Kind.ASSIGNED, ["reviewer"], About(occasion="1"))
    assert office.told("reviewer") == []


def test_what_rolls_back_was_never_told(office: Office) -> None:
    with pytest.raises(RuntimeError), office.database.write() as unit:
        tell(unit.session, Kind.ASSIGNED, [office.ids["reviewer"]], About(occasion="1"))
        raise RuntimeError
    assert office.told("reviewer") == []


def test_many_alerts_of_one_kind_are_one_line(office: Office) -> None:
    office.choose("trainer", Kind.LEAVING_CUE, told=True)
    for number in range(7):
        office.tell(Kind.LEAVING_CUE, Audience.TRAINERS, About(occasion=str(number)))
    office.tell(Kind.MENTIONED, ["trainer"], About(occasion="c1"))
    office.tell(Kind.MENTIONED, ["trainer"], About(occasion="c2"))
    trainer = office.who("trainer")
    with office.database.read() as session:
        lines = service.lines(session, trainer)
        assert [(line.newest.kind, line.count) for line in lines] == [
            ("mentioned", 1),
            ("mentioned", 1),
            ("leaving_cue", 7),
        ]
        assert service.unread(session, trainer) == 9


def test_reading_a_line_leaves_what_came_meanwhile_and_what_is_of_others(office: Office) -> None:
    for number in range(3):
        office.tell(Kind.ASSIGNED, ["trainer", "reviewer"], About(occasion=str(number)))
    office.tell(Kind.MENTIONED, ["trainer"], About(occasion="c1"))
    trainer = office.who("trainer")
    with office.database.write() as unit:
        newest = max(row.id for row in unit.session.scalars(sa.select(Notice).where(Notice.kind == "assigned")))
        office_wide = Looked(through=newest, kind=Kind.ASSIGNED)
        service.read(unit.session, trainer, office_wide)
    office.tell(Kind.ASSIGNED, ["trainer"], About(occasion="later"))
    with office.database.read() as session:
        assert [(line.newest.kind, line.count) for line in service.lines(session, trainer)] == [
            ("assigned", 1),
            ("mentioned", 1),
        ]
        assert service.unread(session, office.who("reviewer")) == 3


LEAVING = (*SAID[:1], ("customer", "אני רוצה להתנתק ולעבור לחברה אחרת"), *SAID[2:])


def test_a_leaving_cue_is_told_at_its_moment_but_to_nobody_who_judges_the_call_blind(
    office: Office, system: System
) -> None:
    for mailbox in ("trainer", "reviewer"):
        office.choose(mailbox, Kind.LEAVING_CUE, told=True)
    call_id = system.scored(office.ids["agent-a"], said=LEAVING)
    assert office.told("trainer") == office.told("reviewer") == ["leaving_cue"]
    assert office.told("admin") == []
    with office.database.read() as session:
        notice = service.page(session, office.who("trainer"), None, 1, unread_only=True)[0]
    assert (notice.call_id, notice.facts["question"]) == (call_id, "leaving")
    assert notice.at_ms is not None
    assert notice.at_ms > 0
    assert "להתנתק" not in str(notice.facts)
    # Who is to judge the call for themselves is no longer told, and is not told the next time.
    with office.database.write() as unit:
        blindfolds.tie(unit.session, "s1", [call_id], [office.ids["reviewer"]])
    assert (office.told("trainer"), office.told("reviewer")) == (["leaving_cue"], [])
    with office.database.write() as unit:
        unit.session.execute(sa.delete(Notice))
        call = unit.session.get_one(Call, call_id)
        evaluation = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).one()
        alerts.heard(unit.session, call, evaluation)
    assert (office.told("trainer"), office.told("reviewer")) == (["leaving_cue"], [])


def test_the_bell_over_the_web(office: Office, page: Browser) -> None:
    for number in range(45):
        office.tell(Kind.ASSIGNED, ["trainer"], About(occasion=str(number)), by=office.ids["admin"])
    trainer = page.sign_in("trainer@example.com")
    bell = trainer.get("/api/notices/bell").json()
    assert (bell["unread"], [line["count"] for line in bell["lines"]]) == (45, [45])
    assert bell["lines"][0]["newest"]["by_name"] == "admin"
    first = trainer.get("/api/notices").json()
    second = trainer.get(f"/api/notices?cursor={first['next_cursor']}").json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (40, 5, None)
    ids = {row["id"] for row in first["items"]} | {row["id"] for row in second["items"]}
    assert len(ids) == 45
    after = trainer.post("/api/notices/read", json={"through": first["items"][0]["id"], "kind": "assigned"}).json()
    assert after == {"unread": 0, "lines": []}
    assert trainer.get("/api/notices?unread=true").json()["items"] == []
    told = {one["kind"]: one for one in trainer.get("/api/notices/choices").json()}
    assert {kind for kind, one in told.items() if not one["told"]} == {"auto_fail", "leaving_cue", "distress"}
    assert trainer.ask("PUT", "/api/notices/choices/auto_fail", json={"told": True}).status_code == 200
    assert trainer.ask("PUT", "/api/notices/house/auto_fail", json={"told": True}).status_code == 403
    agent = page.sign_in("agent-a@example.com")
    assert agent.get("/api/notices").json()["items"] == []
    assert agent.ask("PUT", "/api/notices/choices/auto_fail", json={"told": True}).status_code == 404
    assert agent.post("/api/notices/read", json={"ids": sorted(ids)}).json()["unread"] == 0

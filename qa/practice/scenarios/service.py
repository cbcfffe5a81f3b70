"""What can be done with scenarios: written, checked, offered, withdrawn. Nothing here commits."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.scenarios.lint import Problem, broken, problems_of
from qa.practice.scenarios.schemas import ScenarioIn
from qa.practice.scenarios.story import Story
from qa.practice.scenarios.tables import Scenario, ScenarioClip, ScenarioVersion
from qa.rubric import store

#: A scenario and the version of it that was read.
At = tuple[str, int]
_SHIPPED = Path(__file__).parent / "shipped"


class ScenarioBroken(Refused):
    """A story with faults that nobody can practise with."""

    code = "scenario_broken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__("; ".join(f"{one.line}: {one.code} {one.detail}".strip() for one in errors))


def listed(session: Session, asker: Principal) -> Sequence[Scenario]:
    """The scenarios that are there for this person, by language and title."""
    rows = session.scalars(_seen(asker)).unique().all()
    return sorted(rows, key=lambda row: (row.language, story_of(row.newest).title, row.id))


def get(session: Session, asker: Principal, scenario_id: str) -> Scenario:
    """One that is there for this person. Raises NotFound."""
    asker.require(Right.PRACTISE)
    found = session.scalars(_seen(asker).where(Scenario.id == scenario_id)).unique().one_or_none()
    if found is None:
        raise NotFound("scenario", scenario_id)
    return found


def story_of(version: ScenarioVersion) -> Story:
    """The story of that version."""
    return Story.model_validate(version.body)


def try_out(session: Session, asker: Principal, story: Story, scenario_id: str | None) -> list[Problem]:
    """What is wrong with a story that is being written."""
    asker.require(Right.MANAGE_RUBRICS)
    return check(session, story, scenario_id)


def check(session: Session, story: Story, scenario_id: str | None) -> list[Problem]:
    """What is wrong with a story, of this scenario or of none yet."""
    clips = sa.select(ScenarioClip.id).where(ScenarioClip.scenario_id == scenario_id)
    rubrics = [store.rubric_of(row) for row in store.newest_versions(session)]
    questions = {one.id for rubric in rubrics if rubric.language == story.language for one in rubric.questions}
    return problems_of(story, set(session.scalars(clips)), questions)


def create(session: Session, asker: Principal, wish: ScenarioIn) -> Scenario:
    """A new scenario. Raises ScenarioBroken where it is to be offered."""
    asker.require(Right.MANAGE_RUBRICS)
    _may_be_offered(wish, check(session, wish.story, None))
    held = _added(session, wish, asker.person_id, None)
    audit.record(session, asker.person_id, "scenario_made", held.id, offered=wish.offered)
    return held


def change(session: Session, asker: Principal, at: At, wish: ScenarioIn) -> Scenario:
    """A new version of the story where it says anything else; offered or not. Raises StaleVersion, ScenarioBroken."""
    held = _held(session, asker, at)
    _may_be_offered(wish, check(session, wish.story, held.id))
    body = wish.story.model_dump(mode="json")
    if body != held.newest.body:
        held.versions.append(ScenarioVersion(number=held.newest.number + 1, body=body, saved_by=asker.person_id))
    held.language, held.version = wish.story.language, held.version + 1
    held.offered_at = (held.offered_at or now()) if wish.offered else None
    session.flush()
    told = {"number": held.newest.number, "offered": wish.offered}
    audit.record(session, asker.person_id, "scenario_changed", held.id, **told)
    return held


def withdraw(session: Session, asker: Principal, at: At) -> None:
    """Take it out of the list; what was practised with it stays. Raises NotFound, StaleVersion."""
    held = _held(session, asker, at)
    held.withdrawn_at, held.version = now(), held.version + 1
    session.flush()
    audit.record(session, asker.person_id, "scenario_withdrawn", held.id)


def begin(session: Session, asker: Principal) -> Sequence[Scenario]:
    """Take in the scenarios that come with Mashov and are not here yet, offered at once."""
    asker.require(Right.MANAGE_RUBRICS)
    if take_in_shipped(session, asker.person_id):
        audit.record(session, asker.person_id, "scenarios_begun", "scenarios")
    return listed(session, asker)


def take_in_shipped(session: Session, person_id: str | None) -> int:
    """As `begin`; returns how many are new. One that was withdrawn stays so."""
    known = set(session.scalars(sa.select(Scenario.shipped_as).where(Scenario.shipped_as.is_not(None))))
    new = {name: story for name, story in shipped().items() if name not in known}
    for name, story in new.items():
        _added(session, ScenarioIn(story=story, offered=True), person_id, name)
    return len(new)


def shipped() -> dict[str, Story]:
    """The scenarios that come with Mashov, by the names of their files."""
    files = sorted(_SHIPPED.glob("*.yaml"))
    return {file.stem: Story.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in files}


def _added(session: Session, wish: ScenarioIn, person_id: str | None, shipped_as: str | None) -> Scenario:
    held = Scenario(
        language=wish.story.language,
        shipped_as=shipped_as,
        version=1,
        made_by=person_id,
        offered_at=now() if wish.offered else None,
    )
    held.versions = [ScenarioVersion(number=1, body=wish.story.model_dump(mode="json"), saved_by=person_id)]
    session.add(held)
    session.flush()
    return held


def _may_be_offered(wish: ScenarioIn, problems: Sequence[Problem]) -> None:
    if wish.offered and broken(problems):
        raise ScenarioBroken(problems)


def _held(session: Session, asker: Principal, at: At) -> Scenario:
    asker.require(Right.MANAGE_RUBRICS)
    held = get(session, asker, at[0])
    if held.version != at[1]:
        raise StaleVersion("scenario", at[1], held.version)
    return held


def _seen(asker: Principal) -> sa.Select[Scenario]:
    """Whoever writes scenarios sees all that were not withdrawn; agents those that are offered."""
    asker.require(Right.PRACTISE)
    query = sa.select(Scenario).where(Scenario.withdrawn_at.is_(None))
    return query if asker.may(Right.MANAGE_RUBRICS) else query.where(Scenario.offered_at.is_not(None))

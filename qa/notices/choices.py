"""Who wishes to be told of what: one's own choice, else the house's, else quiet by default. Nothing here commits."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.notices.kinds import OFFERED, Kind, usually
from qa.notices.tables import HouseChoice, OwnChoice
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a person is told of a kind, who decided that, and what the house says."""

    kind: Kind
    told: bool
    decided_by: Literal["self", "house", "usual"]
    house: bool


def wishing(session: Session, kind: Kind, person_ids: Collection[str]) -> list[str]:
    """Those of the people who are to be told of this kind, without who may not sign in."""
    chosen = sa.select(OwnChoice.told).where(OwnChoice.person_id == Person.id, OwnChoice.kind == kind.value)
    told = sa.func.coalesce(chosen.scalar_subquery(), house(session, kind))
    query = sa.select(Person.id).where(Person.id.in_(person_ids), Person.disabled.is_(False), told)
    return list(session.scalars(query.order_by(Person.id))) if person_ids else []


def house(session: Session, kind: Kind) -> bool:
    """Whether people are told of the kind who did not choose for themselves."""
    kept = session.get(HouseChoice, kind.value)
    return kept.told if kept is not None else usually(kind)


def of_person(session: Session, asker: Principal) -> list[Choice]:
    """What the person could be told of, and is."""
    own = sa.select(OwnChoice.kind, OwnChoice.told).where(OwnChoice.person_id == asker.person_id)
    chosen = {row[0]: row[1] for row in session.execute(own)}
    of_house = {row.kind: row.told for row in session.scalars(sa.select(HouseChoice))}
    return [_choice(kind, chosen, of_house) for kind in OFFERED[asker.role]]


def choose(session: Session, asker: Principal, kind: Kind, told: bool | None) -> None:
    """Choose for oneself. Raises NotFound where this is nothing for a person of that role."""
    if kind not in OFFERED[asker.role]:
        raise NotFound("notice", kind.value)
    kept = session.get(OwnChoice, (asker.person_id, kind.value))
    if kept is not None:
        session.delete(kept)
        session.flush()
    if told is not None:
        session.add(OwnChoice(person_id=asker.person_id, kind=kind.value, told=told))
    audit.record(session, asker.person_id, "notice_chosen", asker.person_id, kind=kind.value, told=told)


def choose_for_all(session: Session, asker: Principal, kind: Kind, *, told: bool) -> None:
    """Choose for everybody who does not choose for themselves."""
    asker.require(Right.MANAGE_NOTICES)
    session.merge(HouseChoice(kind=kind.value, told=told))
    audit.record(session, asker.person_id, "notice_chosen_for_all", kind.value, told=told)


def _choice(kind: Kind, own: dict[str, bool], of_house: dict[str, bool]) -> Choice:
    everybody = of_house.get(kind, usually(kind))
    if kind in own:
        return Choice(kind, own[kind], "self", everybody)
    return Choice(kind, everybody, "house" if kind in of_house else "usual", everybody)

"""Which store is told, and how it stands; for administrators. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.learning_records import service
from qa.learning_records.schemas import RecordStoreIn
from qa.learning_records.sending import OWNER
from qa.learning_records.statements import Thing, ThingKind, Verb
from qa.learning_records.tables import THE_ONE, LearningStatement, RecordStore, StatementState
from qa.notices.webhooks.outward import Outward
from qa.platform import audit
from qa.platform.clock import new_id
from qa.platform.errors import NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings


class RecordSecretMissing(Refused):
    """A new store, or a new address, without the secret that signs in there."""

    code = "record_secret_missing"

    def __init__(self) -> None:
        super().__init__("the secret of the learning record store is missing; a new address needs it again")


def get(session: Session, asker: Principal) -> RecordStore | None:
    """The store, if one is named."""
    asker.require(Right.MANAGE_NOTICES)
    return session.get(RecordStore, THE_ONE)


@dataclass(frozen=True, slots=True)
class House:
    """What of this system a store is named with: the way out, what seals, and its own address."""

    outward: Outward
    vault: Vault
    address: str

    @classmethod
    def of(cls, config: Settings) -> "House":
        """As the settings say."""
        return cls(Outward.of(config.webhook_hosts), Vault(config.sealing_key), config.address)


def name(session: Session, asker: Principal, wish: RecordStoreIn, house: House) -> RecordStore:
    """Name the store that is told from now on, or change how. What waits goes there.

    The secret may be left out while the address and the name stay: a secret never goes to another address than the one
    it was typed for. Raises AddressRefused, RecordSecretMissing.
    """
    asker.require(Right.MANAGE_NOTICES)
    house.outward.check(wish.url)
    store = session.get(RecordStore, THE_ONE, with_for_update=True)
    same = store is not None and (store.url, store.user_name) == (wish.url, wish.user_name)
    if wish.secret is None and not same:
        raise RecordSecretMissing
    if store is None:
        store = RecordStore(id=THE_ONE, home=house.address, made_by=asker.person_id, secret="")
        session.add(store)
    store.url, store.user_name, store.by_email = wish.url, wish.user_name, wish.by_email
    if wish.secret is not None:
        store.secret = house.vault.seal(OWNER, wish.secret.get_secret_value())
    _woken(store)
    session.flush()
    told = {"host": _host(store), "by_email": store.by_email, "new_secret": wish.secret is not None}
    audit.record(session, asker.person_id, "record_store_named", OWNER, **told)
    return store


def pause(session: Session, asker: Principal, *, paused: bool) -> RecordStore:
    """Send nothing for now, or send again, beginning with what waited. Raises NotFound."""
    store = _named(session, asker)
    _woken(store)
    store.paused = paused
    audit.record(session, asker.person_id, "record_store_paused" if paused else "record_store_resumed", OWNER)
    return store


def remove(session: Session, asker: Principal) -> None:
    """Tell no store any more, and forget what was told and what waited. Raises NotFound."""
    store = _named(session, asker)
    forgotten = session.scalar(sa.select(sa.func.count()).select_from(LearningStatement)) or 0
    session.execute(sa.delete(LearningStatement))
    session.delete(store)
    audit.record(session, asker.person_id, "record_store_removed", OWNER, host=_host(store), statements=forgotten)


def try_out(session: Session, asker: Principal) -> None:
    """Have a statement sent that says only that somebody tried the connection, and at once. Raises NotFound."""
    store = _named(session, asker)
    store.rests_until = None
    service.say(session, asker.person_id, Verb.EXPERIENCED, Thing(ThingKind.TEST, "connection", attempt=new_id()))
    audit.record(session, asker.person_id, "record_store_tried", OWNER)


def send_again(session: Session, asker: Principal) -> int:
    """Let everything that the store refused wait again, as after its settings were changed. Returns how many."""
    store = _named(session, asker)
    refused = LearningStatement.state == StatementState.REFUSED
    again: list[str] = list(session.scalars(sa.select(LearningStatement.id).where(refused)))
    session.execute(sa.update(LearningStatement).where(refused).values(state=StatementState.WAITING, status=None))
    store.rests_until = None
    audit.record(session, asker.person_id, "record_statements_sent_again", OWNER, statements=len(again))
    return len(again)


def counts(session: Session) -> dict[StatementState, int]:
    """How many statements stand how."""
    count = sa.select(LearningStatement.state, sa.func.count()).group_by(LearningStatement.state)
    return dict.fromkeys(StatementState, 0) | {row[0]: row[1] for row in session.execute(count)}


def page(
    session: Session, asker: Principal, state: StatementState | None, cursor: str | None, limit: int
) -> Sequence[LearningStatement]:
    """Statements, the newest first; one more than `limit` where there are more."""
    asker.require(Right.MANAGE_NOTICES)
    query = sa.select(LearningStatement)
    if state is not None:
        query = query.where(LearningStatement.state == state)
    if cursor:
        query = query.where(LearningStatement.id < cursor)
    return session.scalars(query.order_by(LearningStatement.id.desc()).limit(limit + 1)).all()


def _named(session: Session, asker: Principal) -> RecordStore:
    asker.require(Right.MANAGE_NOTICES)
    store = session.get(RecordStore, THE_ONE, with_for_update=True)
    if store is None:
        raise NotFound("learning record store", "")
    return store


def _woken(store: RecordStore) -> None:
    """Forget what went wrong before. Whoever is sending under the settings before has lost the lease."""
    store.paused, store.paused_because = False, None
    store.failures, store.failing_since, store.rests_until = 0, None, None
    store.status, store.problem, store.lease_until = None, None, None
    store.fence = (store.fence or 0) + 1


def _host(store: RecordStore) -> str:
    return urlsplit(store.url).hostname or ""

"""The demo loads once, and every call of it belongs to somebody who can sign in."""

from qa import demo
from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.database import Database
from qa.platform.security.passwords import is_password
from qa.platform.settings import Settings


def test_every_demo_call_has_its_agent_and_loading_again_changes_nothing(config: Settings, database: Database) -> None:
    first = demo.load(config, lambda _job: None)
    again = demo.load(config, lambda _job: None)
    assert first == again
    with database.read() as session:
        calls, people = session.query(Call).all(), session.query(Person).all()
    assert len(calls) == len(demo.demo_calls()) >= 5
    assert [call.file_name for call in calls if call.agent_id is None] == []
    assert {call.language for call in calls} == {"he", "en"}
    signed = {person.email: person.password_hash for person in people}
    for mailbox in (first.reviewer, first.trainer, first.agent):
        assert is_password(first.password, signed[mailbox])
    assert not any(person.role == "administrator" for person in people)


def test_the_demos_password_is_this_installations_own(config: Settings, tmp_path) -> None:
    from tests.integration.databases import lay

    other = Settings(data=tmp_path / "other")
    lay(other)
    assert demo.load(config, lambda _job: None).password != demo.load(other, lambda _job: None).password
    assert (other.data / "demo-password").stat().st_mode & 0o077 == 0

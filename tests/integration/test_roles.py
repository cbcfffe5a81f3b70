"""A reviewer says who is who: the parties of a call change places, in a revision of their own."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.evaluation.tables import Evaluation
from qa.pipeline import whose
from qa.pipeline.conduct import measure
from qa.pipeline.model import Flag, Party
from qa.platform.audit import AuditEntry
from qa.platform.jobs import Job, JobState
from tests.integration.scored import spoken
from tests.integration.web import browser


def with_parties(*channels):
    """The written transcript as one that knows its parties, its agent and customer taken for each other."""
    heard = spoken()
    roles = ("agent", "customer")
    turns = tuple(replace(turn, party=roles.index(turn.speaker)) for turn in heard.turns)
    parties = tuple(Party(who, heard.speech[who], (), -20.0 - at) for at, who in enumerate(roles))
    wrong = [Flag("roles_decided", "by what was said")]
    return whose.named(replace(heard, turns=turns, parties=parties, channels=channels), ("customer", "agent"), wrong)


@pytest.fixture
def call_id(system, ids, database):
    return heard_as(system, ids, database, with_parties("agent", "customer"))


def heard_as(system, ids, database, transcript):
    call_id = system.scored(ids["agent-a"])
    with database.write() as unit:
        revision = unit.session.scalars(sa.select(TranscriptRevision)).one()
        revision.body = to_body(transcript, measure(transcript, 3_000)) | {"redacted": True}
    return call_id


def say(page, call_id, *roles, revision=1):
    return page.ask("PUT", f"/api/calls/{call_id}/channel-roles", json={"revision": revision, "roles": list(roles)})


def transcript(page, call_id):
    return page.get(f"/api/calls/{call_id}/transcript").json()


def speakers(told):
    return [turn["speaker"] for turn in told["turns"]]


def test_it_is_a_new_revision_audited_and_scored(reviewer, system, ids, database):
    call_id = heard_as(system, ids, database, with_parties("unknown"))
    before = transcript(reviewer, call_id)
    assert (before["parties"], speakers(before)[:2]) == (["customer", "agent"], ["customer", "agent"])
    answer = say(reviewer, call_id, "agent", "customer")
    assert answer.status_code == 200, answer.text
    after = transcript(reviewer, call_id)
    assert after == answer.json()
    assert (after["revision"], after["origin"], after["parties"]) == (2, "corrected", ["agent", "customer"])
    assert speakers(after) == ["agent", "customer", "agent", "customer", "agent"]
    assert [turn["text"] for turn in after["turns"]] == [turn["text"] for turn in before["turns"]]
    assert [flag["code"] for flag in after["flags"]] == ["roles_given"]
    with database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "roles_said")).one()
        assert (entry.subject, entry.detail) == (call_id, {"revision": 2, "roles": ["agent", "customer"]})
        job = session.scalars(sa.select(Job.id).where(Job.state == JobState.QUEUED)).one()
        revision = session.scalars(sa.select(TranscriptRevision).where(TranscriptRevision.revision == 2)).one()
        assert revision.body["redacted"] is True
        assert revision.body["speech"]["agent"][0][0] == 0
        newest = revision.id
    assert system.score(job)
    with database.read() as session:
        assert newest in set(session.scalars(sa.select(Evaluation.transcript_id)))


def test_a_call_with_a_channel_each_keeps_it_for_when_it_is_heard_again(reviewer, call_id, database):
    say(reviewer, call_id, "agent", "customer")
    with database.read() as session:
        assert session.get_one(Call, call_id).channel_roles == ["agent", "customer"]


def test_voices_on_one_channel_are_no_channels(reviewer, system, ids, database):
    call_id = heard_as(system, ids, database, with_parties("unknown"))
    after = say(reviewer, call_id, "agent", "customer").json()
    assert speakers(after)[:2] == ["agent", "customer"]
    with database.read() as session:
        assert session.get_one(Call, call_id).channel_roles is None


def test_what_is_so_already_makes_no_revision(reviewer, call_id):
    assert say(reviewer, call_id, "customer", "agent").json()["revision"] == 1


def test_the_waveform_names_its_channels_anew(reviewer, call_id, system):
    channels = [{"speaker": "customer", "peaks": [0.5]}, {"speaker": "agent", "peaks": [0.1]}]
    place = system.config.scratch / "peaks"
    place.write_text(json.dumps({"duration_ms": 9, "step_ms": 9, "channels": channels}))
    system.storage.put(f"calls/{call_id}/peaks.json", place)
    say(reviewer, call_id, "agent", "customer")
    told = reviewer.get(f"/api/calls/{call_id}/peaks").json()
    assert [(channel["speaker"], channel["peaks"]) for channel in told["channels"]] == [
        ("agent", [0.5]),
        ("customer", [0.1]),
    ]


def test_corrected_words_stay_and_are_still_counted_and_roles_alone_are_no_word_errors(reviewer, call_id, app):
    say(reviewer, call_id, "agent", "customer")
    with browser(app) as trainer:
        trainer.sign_in("trainer@example.com")
        assert trainer.get("/api/quality/wer").json() == []
        wish = {"revision": 2, "turn": 3, "text": "תודה לך"}
        assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
        after = say(reviewer, call_id, "customer", "agent", revision=3).json()
        assert after["turns"][3]["text"] == "תודה לך"
        assert after["turns"][3]["corrected"]["person_name"] == "reviewer"
        (row,) = trainer.get("/api/quality/wer").json()
    assert (row["calls"], row["errors"], row["checked_words"]) == (1, 1, 2)


@pytest.mark.parametrize("roles", [["agent"], ["agent", "agent"]])
def test_each_side_is_one_person(reviewer, call_id, roles):
    answer = say(reviewer, call_id, *roles)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "roles_do_not_fit")


def test_words_of_the_first_days_do_not_know_their_parties(reviewer, system, ids):
    answer = say(reviewer, system.scored(ids["agent-a"]), "agent", "customer")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "parties_unknown")


def test_whoever_read_older_words_is_told(reviewer, call_id):
    say(reviewer, call_id, "agent", "customer")
    answer = say(reviewer, call_id, "customer", "agent")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "transcript_moved")


def test_agents_do_not_say_who_is_who(app, call_id):
    with browser(app) as agent:
        agent.sign_in("agent-a@example.com")
        assert say(agent, call_id, "agent", "customer").status_code == 403

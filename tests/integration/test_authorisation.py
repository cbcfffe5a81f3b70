"""Who gets what from every route: made from the routes themselves, so that a new route cannot be forgotten.

Each route is asked by everybody about a call and an evaluation of agent A (published), an unpublished one, one of agent
B, and one that does not exist. An agent's answer for another's row must be the very answer for a missing one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from qa.evaluation.tables import Evaluation, EvaluationState
from qa.platform.clock import now
from qa.platform.database import Database
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody

EVERYBODY = ("anonymous", "disabled", "agent-a", "agent-b", "reviewer", "trainer", "admin")
STAFF = {"reviewer", "trainer", "admin"}
SIGNED_IN = STAFF | {"agent-a", "agent-b"}
AGENTS = {"agent-a", "agent-b"}
TRAINERS = {"trainer", "admin"}

#: Which roles a route lets in at all (beyond 401 and 403). Rows are a question of ownership, asked below.
ALLOWED: dict[str, set[str]] = {
    "get_setup": {*EVERYBODY},
    "create_first_administrator": {*EVERYBODY},
    "get_session": SIGNED_IN,
    "sign_in": {*EVERYBODY},
    "sign_out": SIGNED_IN,
    "change_me": SIGNED_IN,
    "change_own_password": SIGNED_IN,
    "list_people": STAFF,
    "create_person": {"admin"},
    "change_person": {"admin"},
    "list_teams": STAFF,
    "create_team": {"admin"},
    "list_calls": SIGNED_IN,
    "simulated_calls": SIGNED_IN,
    "upload_call": STAFF,
    "upload_written": STAFF,
    "read_metadata": STAFF,
    "get_call": SIGNED_IN,
    "change_call": STAFF,
    "retry_call": STAFF,
    "get_transcript": SIGNED_IN,
    "list_transcripts": SIGNED_IN,
    "export_transcript": SIGNED_IN,
    "choose_transcript": STAFF,
    "correct_transcript": STAFF,
    "say_roles": STAFF,
    "hear_again": {"admin"},
    "get_word_errors": STAFF,
    "reveal_numbers": {"reviewer", "admin"},
    "hear_number": {"reviewer", "admin"},
    "get_peaks": SIGNED_IN,
    "audio_address": SIGNED_IN,
    "get_audio": SIGNED_IN,
    "call_events": STAFF,
    "list_rubrics": STAFF,
    "get_rubric": STAFF,
    "publish_rubric": TRAINERS,
    "check_draft": TRAINERS,
    "replay_draft": TRAINERS,
    "list_cases": TRAINERS,
    "keep_case": TRAINERS,
    "retire_case": TRAINERS,
    "run_cases": TRAINERS,
    "get_run": TRAINERS,
    "get_cases_standing": TRAINERS,
    "get_call_evaluation": SIGNED_IN,
    "get_findings": SIGNED_IN,
    "correct_tone": STAFF,
    "withdraw_tone_correction": STAFF,
    "get_evaluation": SIGNED_IN,
    "export_evaluations": STAFF,
    "print_evaluation": SIGNED_IN,
    "export_analysis": SIGNED_IN,
    "put_answer": STAFF,
    "delete_answer": STAFF,
    "put_summary": STAFF,
    "submit_evaluation": STAFF,
    "publish_evaluation": STAFF,
    "list_calibrations": STAFF,
    "create_calibration": TRAINERS,
    "list_calibration_candidates": TRAINERS,
    "get_calibration": STAFF,
    "change_calibration": TRAINERS,
    "open_calibration": TRAINERS,
    "compare_calibration": TRAINERS,
    "finish_calibration": TRAINERS,
    "get_sheet": STAFF,
    "put_rating": STAFF,
    "delete_rating": STAFF,
    "hand_in_calibration": STAFF,
    "get_comparison": STAFF,
    "get_agreement": STAFF,
    "put_reference": TRAINERS,
    "delete_reference": TRAINERS,
    "discard_calibration": TRAINERS,
    "export_calibration": STAFF,
    "take_agreed": TRAINERS,
    "add_discussion_note": STAFF,
    "ask_self_evaluation": STAFF,
    "get_beside": SIGNED_IN,
    "begin_self_evaluation": AGENTS,
    "list_self_evaluations": AGENTS,
    "get_self_evaluation": AGENTS,
    "put_self_answer": AGENTS,
    "delete_self_answer": AGENTS,
    "submit_self_evaluation": AGENTS,
    "decline_self_evaluation": AGENTS,
    "list_scenarios": AGENTS | TRAINERS,
    "create_scenario": TRAINERS,
    "begin_scenarios": TRAINERS,
    "check_scenario": TRAINERS,
    "get_scenario": TRAINERS,
    "change_scenario": TRAINERS,
    "withdraw_scenario": TRAINERS,
    "upload_scenario_clip": TRAINERS,
    "cut_scenario_clip": TRAINERS,
    "get_scenario_clip": AGENTS | TRAINERS,
    "start_practice": AGENTS,
    "list_practice": AGENTS | {"trainer"},
    "get_practice": AGENTS | {"trainer"},
    "add_practice_reply": AGENTS,
    "finish_practice": AGENTS,
    "give_up_practice": AGENTS,
    "list_exemplars": SIGNED_IN,
    "list_exemplar_topics": SIGNED_IN,
    "list_own_exemplars": AGENTS,
    "mark_exemplar": STAFF,
    "change_exemplar": STAFF,
    "withdraw_exemplar": STAFF,
    "put_exemplar_consent": AGENTS,
    "hear_exemplar": SIGNED_IN,
    "get_book": SIGNED_IN,
    "search_book": SIGNED_IN,
    "get_book_standing": SIGNED_IN,
    "list_book_versions": SIGNED_IN,
    "get_book_version": SIGNED_IN,
    "get_book_changes": SIGNED_IN,
    "star_sentence": SIGNED_IN,
    "unstar_sentence": SIGNED_IN,
    "get_book_draft": TRAINERS,
    "begin_book_draft": TRAINERS,
    "discard_book_draft": TRAINERS,
    "add_book_entry": TRAINERS,
    "change_book_entry": TRAINERS,
    "remove_book_entry": TRAINERS,
    "order_book": TRAINERS,
    "publish_book": TRAINERS,
    "check_book_entry": TRAINERS,
    "try_book_words": TRAINERS,
    "print_job_aid": SIGNED_IN,
    "get_trust": STAFF,
    "decide_trust": TRAINERS,
    "get_queue": STAFF,
    "take_next": STAFF,
    "list_assignments": STAFF,
    "assign_many": TRAINERS,
    "get_load": TRAINERS,
    "change_assignment": TRAINERS,
    "give_back_assignment": STAFF,
    "withdraw_assignment": TRAINERS,
    "list_plans": TRAINERS,
    "create_plan": TRAINERS,
    "preview_plan": TRAINERS,
    "get_plan": TRAINERS,
    "change_plan": TRAINERS,
    "run_plan": TRAINERS,
    "list_coaching_suggestions": TRAINERS,
    "list_coaching_questions": TRAINERS,
    "create_coaching_moment": STAFF,
    "create_coaching_tasks": TRAINERS,
    "list_coaching_tasks": TRAINERS,
    "change_coaching_task": TRAINERS,
    "withdraw_coaching_task": TRAINERS,
    "list_coaching_sessions": TRAINERS,
    "create_coaching_session": TRAINERS,
    "get_coaching_session": TRAINERS,
    "change_coaching_session": TRAINERS,
    "drop_coaching_session": TRAINERS,
    "share_coaching_session": TRAINERS,
    "hold_coaching_session": TRAINERS,
    "drop_coaching_action": TRAINERS,
    "hear_coaching_moment": TRAINERS,
    "hear_coaching_clip": TRAINERS | AGENTS,
    "hear_coaching_task": TRAINERS | AGENTS,
    "get_own_coaching": AGENTS,
    "get_own_coaching_session": AGENTS,
    "put_own_coaching_words": AGENTS,
    "acknowledge_coaching_session": AGENTS,
    "finish_coaching_task": AGENTS,
    "list_measured_cohorts": STAFF,
    "get_adoption": STAFF,
    "get_transfer": STAFF,
    "get_consistency": STAFF,
    "get_anchor_effect": STAFF,
    "get_coaching_effect": STAFF,
    "get_stalling": STAFF,
    "export_measure": STAFF,
    "get_insights": STAFF,
    "get_heat_map": STAFF,
    "list_cell_calls": STAFF,
    "get_topics": STAFF,
    "list_mentions": STAFF,
    "export_figures": STAFF,
    "export_heat_map": STAFF,
    "export_topics": STAFF,
    "export_promises": STAFF,
    "list_topics": STAFF,
    "add_topic": TRAINERS,
    "begin_watch_list": TRAINERS,
    "change_topic": TRAINERS,
    "remove_topic": TRAINERS,
    "list_promises": SIGNED_IN,
    "list_call_promises": SIGNED_IN,
    "change_promise": STAFF,
    "get_my_home": AGENTS,
    "get_trainer_home": TRAINERS,
    "list_drills": AGENTS,
    "get_drill": AGENTS,
    "hear_drill_moment": AGENTS,
    "record_drill_attempt": AGENTS,
    "list_drill_attempts": AGENTS | {"trainer"},
    "list_drilling_people": {"trainer"},
    "get_drill_attempt": AGENTS | {"trainer"},
    "hear_drill_attempt": AGENTS | {"trainer"},
    "forget_drill_attempt": AGENTS,
    "list_feedback": AGENTS,
    "get_feedback": AGENTS,
    "acknowledge_feedback": AGENTS,
    "revise_evaluation": STAFF,
    "get_evaluation_history": SIGNED_IN,
    "get_feedback_disputes": AGENTS,
    "open_dispute": AGENTS,
    "withdraw_dispute": AGENTS,
    "list_disputes": STAFF,
    "get_dispute": STAFF,
    "list_dispute_candidates": TRAINERS,
    "assign_dispute": STAFF,
    "decide_dispute": STAFF,
    "get_reversals": STAFF,
    "export_reversals": STAFF,
    "search_calls": SIGNED_IN,
    "list_queues": SIGNED_IN,
    "list_situations": SIGNED_IN,
    "list_saved_searches": SIGNED_IN,
    "save_search": SIGNED_IN,
    "delete_saved_search": SIGNED_IN,
    "get_system": {*EVERYBODY},
    "list_comments": SIGNED_IN,
    "list_mentionable": STAFF,
    "add_comment": STAFF,
    "reply_to_comment": SIGNED_IN,
    "resolve_comments": STAFF,
    "share_comments": STAFF,
    "edit_comment": SIGNED_IN,
    "remove_comment": SIGNED_IN,
    "get_bell": SIGNED_IN,
    "list_notices": SIGNED_IN,
    "read_notices": SIGNED_IN,
    "list_notice_choices": SIGNED_IN,
    "choose_notice": SIGNED_IN,
    "choose_notice_for_all": {"admin"},
    "list_webhooks": {"admin"},
    "list_webhook_kinds": {"admin"},
    "add_webhook": {"admin"},
    "change_webhook": {"admin"},
    "remove_webhook": {"admin"},
    "rotate_webhook": {"admin"},
    "try_webhook": {"admin"},
    "list_deliveries": {"admin"},
    "send_webhook_again": {"admin"},
    "import_people": {"admin"},
    "get_people_template": {"admin"},
    "list_programmes": TRAINERS,
    "create_programme": TRAINERS,
    "get_programme_choices": TRAINERS,
    "get_programme": TRAINERS,
    "change_programme": TRAINERS,
    "delete_programme": TRAINERS,
    "create_cohort": TRAINERS,
    "get_cohort": TRAINERS,
    "change_cohort": TRAINERS,
    "delete_cohort": TRAINERS,
    "get_cohort_board": TRAINERS,
    "get_my_programme": AGENTS,
    "get_record_store": {"admin"},
    "name_record_store": {"admin"},
    "pause_record_store": {"admin"},
    "remove_record_store": {"admin"},
    "try_record_store": {"admin"},
    "list_learning_statements": {"admin"},
    "send_learning_statements_again": {"admin"},
}
#: Routes that show an agent the agent's own rows and nobody else's.
OWNED_BY_CALL = (
    "get_call",
    "get_transcript",
    "list_transcripts",
    "export_transcript",
    "get_peaks",
    "audio_address",
    "get_call_evaluation",
    "get_findings",
    "export_analysis",
    "get_beside",
    "list_comments",
    "list_call_promises",
)
OWNED_BY_EVALUATION = (
    "get_evaluation",
    "get_evaluation_history",
    "print_evaluation",
    "get_feedback",
    "get_feedback_disputes",
    "acknowledge_feedback",
)
BODIES = {"acknowledge_feedback": {"note": None}}


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids that the routes are asked about."""

    own: tuple[str, str]  # agent A's published call and its evaluation
    hidden: tuple[str, str]  # agent A's, not published
    others: tuple[str, str]  # agent B's, published
    missing: tuple[str, str] = ("0" * 16, "0" * 16)


@pytest.fixture
def rows(system: System, database: Database) -> Rows:
    ids = everybody(database)
    with database.write() as unit:
        from qa.people.tables import Person
        from qa.platform.security.passwords import hash_password
        from qa.platform.security.roles import Role

        disabled = Person(
            name="d",
            email="disabled@example.com",
            role=Role.REVIEWER,
            disabled=True,
            password_hash=hash_password("a long enough password"),
        )
        unit.session.add(disabled)

    def made(agent: str, hertz: float, *, published: bool) -> tuple[str, str]:
        call_id = system.scored(ids[agent], hertz=hertz)
        with database.write() as unit:
            evaluation = unit.session.query(Evaluation).filter_by(call_id=call_id).one()
            from qa.calls.tables import Call

            if published:
                evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, now()
                unit.session.get_one(Call, call_id).shared_at = now()
            return call_id, evaluation.id

    return Rows(
        own=made("agent-a", 300, published=True),
        hidden=made("agent-a", 400, published=False),
        others=made("agent-b", 500, published=True),
    )


@pytest.fixture
def people(app: FastAPI, rows: Rows) -> Iterator[dict[str, Browser]]:
    opened = {}
    from contextlib import ExitStack

    with ExitStack() as stack:
        for who in EVERYBODY:
            opened[who] = stack.enter_context(browser(app))
            if who not in ("anonymous", "disabled"):
                opened[who].sign_in(f"{who}@example.com")
        yield opened


def operations(app: FastAPI) -> dict[str, tuple[str, str]]:
    """Every operation of the API's own description: name -> method and path."""
    found = {}
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            found[operation["operationId"]] = (method.upper(), path)
    return found


def ask(page: Browser, operation: tuple[str, str], row: tuple[str, str], name: str):
    method, path = operation
    path = path.format(
        call_id=row[0],
        evaluation_id=row[1],
        question_id="q",
        person_id="0" * 16,
        rubric_id="none",
        session_id="0" * 16,
        token="a.b",
        turn=0,
        revision=1,
        kind="feedback_published" if "notice" in name else "csv" if name == "export_measure" else "vtt",
        measure="adoption",
        endpoint_id="0" * 16,
        thread_id="0" * 16,
        comment_id="0" * 16,
        delivery_id="0" * 16,
        form="vcon",
        table="answers",
        search_id="0" * 16,
        dispute_id="0" * 16,
        case_id="0" * 16,
        self_id="0" * 16,
        exemplar_id="0" * 16,
        scenario_id="0" * 16,
        attempt_id="0" * 16,
        clip_id="0" * 16,
        entry_id="0" * 16,
        line_id="0" * 16,
        number=1,
        run_id="0" * 16,
        assignment_id="0" * 16,
        plan_id="0" * 16,
        topic_id="0" * 16,
        promise_id="0" * 16,
        programme_id="0" * 16,
        cohort_id="0" * 16,
        task_id="0" * 16,
        action_id="0" * 16,
        drill_id="he.question.none",
        moment_id="example-0",
    )
    body = {} if method == "GET" else {"json": BODIES.get(name, {})}
    return page.ask(method, path, headers={"If-Match": '"999"'}, **body)


def test_every_route_is_in_the_matrix(app: FastAPI) -> None:
    assert set(operations(app)) == set(ALLOWED)


def test_who_is_let_in_and_who_is_not(app: FastAPI, people: dict[str, Browser], rows: Rows) -> None:
    wrong = []
    for name, operation in operations(app).items():
        if name in ("call_events", "sign_out"):
            continue  # the one never ends, the other ends the session: each has a test of its own
        for who in EVERYBODY:
            answer = ask(people[who], operation, rows.missing, name)
            let_in = answer.status_code not in (401, 403)
            if name in ("create_first_administrator", "sign_in"):
                let_in = True
            if let_in != (who in ALLOWED[name]):
                wrong.append((name, who, answer.status_code))
    assert wrong == []


def test_the_stream_of_events_is_not_for_agents(people: dict[str, Browser]) -> None:
    assert people["agent-a"].get("/api/events").status_code == 403
    assert people["anonymous"].get("/api/events").status_code == 401


def test_an_agent_sees_own_published_rows_and_others_look_like_missing_ones(
    app: FastAPI, people: dict[str, Browser], rows: Rows
) -> None:
    agent, routes = people["agent-a"], operations(app)
    for name in OWNED_BY_CALL + OWNED_BY_EVALUATION:
        own = ask(agent, routes[name], rows.own, name)
        assert own.status_code == 200, (name, own.text)
        missing = ask(agent, routes[name], rows.missing, name)
        for row in (rows.others, rows.hidden):
            other = ask(agent, routes[name], row, name)
            assert other.status_code == missing.status_code == 404, name
            told, told_missing = other.json()["error"], missing.json()["error"]
            assert told["code"] == told_missing["code"]
            for given, gone in zip(row, rows.missing, strict=True):
                told["message"] = told["message"].replace(given, gone)
            assert told["message"] == told_missing["message"]


def test_lists_counts_and_searches_hold_own_rows_only(people: dict[str, Browser], rows: Rows) -> None:
    agent = people["agent-a"]
    listed = agent.get("/api/calls").json()
    assert [call["id"] for call in listed["items"]] == [rows.own[0]]
    assert sum(listed["counts"].values()) == 1
    assert agent.get("/api/calls?q=call").json()["items"][0]["id"] == rows.own[0]
    assert agent.get(f"/api/calls?cursor={'z' * 16}").json()["items"][0]["id"] == rows.own[0]
    assert [row["evaluation_id"] for row in agent.get("/api/feedback").json()] == [rows.own[1]]
    for who in STAFF:
        assert len(people[who].get("/api/calls").json()["items"]) == 3


def test_sound_that_was_signed_for_one_person_is_silent_for_another(people: dict[str, Browser], rows: Rows) -> None:
    url = people["agent-a"].post(f"/api/calls/{rows.own[0]}/audio-address").json()["url"]
    assert people["agent-a"].get(url, headers={"Range": "bytes=0-9"}).status_code == 206
    for who in ("agent-b", "reviewer", "admin"):
        assert people[who].get(url).status_code == 404
    assert people["anonymous"].get(url).status_code == 401


def test_somebody_disabled_cannot_sign_in(people: dict[str, Browser]) -> None:
    said = {"email": "disabled@example.com", "password": "a long enough password"}
    assert people["disabled"].client.post("/api/session", json=said).status_code == 401

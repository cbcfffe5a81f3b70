"""The four roles and what each may do. Ownership (whose rows) is not here: it is in the queries."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to Mashov; everybody has exactly one."""

    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    TRAINER = "trainer"
    AGENT = "agent"


class Right(StrEnum):
    """One thing that can be allowed."""

    SEE_ALL_CALLS = "see_all_calls"
    UPLOAD_CALLS = "upload_calls"
    HEAR_AGAIN = "hear_again"
    REVEAL_NUMBERS = "reveal_numbers"
    EVALUATE = "evaluate"
    OWN_FEEDBACK = "own_feedback"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_RUBRICS = "manage_rubrics"
    CALIBRATE = "calibrate"
    MANAGE_NOTICES = "manage_notices"
    ASSIGN_DISPUTES = "assign_disputes"
    ASSIGN = "assign"
    SEE_INSIGHTS = "see_insights"
    RUN_PROGRAMMES = "run_programmes"
    COACH = "coach"
    SEE_PRACTICE = "see_practice"
    PRACTISE = "practise"


RIGHTS: dict[Role, frozenset[Right]] = {
    # What agents practise is between them and those who train.
    Role.ADMINISTRATOR: frozenset(Right) - {Right.OWN_FEEDBACK, Right.SEE_PRACTICE},
    Role.REVIEWER: frozenset(
        {
            Right.SEE_ALL_CALLS,
            Right.UPLOAD_CALLS,
            Right.REVEAL_NUMBERS,
            Right.EVALUATE,
            Right.SEE_PEOPLE,
            Right.SEE_INSIGHTS,
        }
    ),
    Role.TRAINER: frozenset(
        {
            Right.SEE_ALL_CALLS,
            Right.UPLOAD_CALLS,
            Right.EVALUATE,
            Right.SEE_PEOPLE,
            Right.MANAGE_RUBRICS,
            Right.CALIBRATE,
            Right.ASSIGN_DISPUTES,
            Right.ASSIGN,
            Right.SEE_INSIGHTS,
            Right.RUN_PROGRAMMES,
            Right.COACH,
            Right.SEE_PRACTICE,
            Right.PRACTISE,
        }
    ),
    Role.AGENT: frozenset({Right.OWN_FEEDBACK, Right.PRACTISE}),
}


def may(role: Role, right: Right) -> bool:
    """Whether the role includes the right."""
    return right in RIGHTS[role]

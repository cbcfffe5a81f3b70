"""Everything that a person can be told of, who could wish for it, and what is told unless somebody chose otherwise."""

from collections.abc import Mapping
from enum import StrEnum

from qa.platform.security.roles import Role


class Kind(StrEnum):
    """What a notice says. Its words are the page's; a webhook names it in the form resource.action."""

    AUTO_FAIL = "auto_fail"
    LEAVING_CUE = "leaving_cue"
    DISTRESS = "distress"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_DUE = "dispute_due"
    DISPUTE_DECIDED = "dispute_decided"
    FEEDBACK_PUBLISHED = "feedback_published"
    FEEDBACK_REVISED = "feedback_revised"
    SELF_EVALUATION_ASKED = "self_evaluation_asked"
    SELF_EVALUATION_DONE = "self_evaluation_done"
    EXEMPLAR_OFFERED = "exemplar_offered"
    ASSIGNED = "assigned"
    OVERDUE = "overdue"
    MENTIONED = "mentioned"
    COMMENT_REPLY = "comment_reply"
    COMMENT_SHARED = "comment_shared"
    COACHING_TASK = "coaching_task"
    COACHING_PROPOSED = "coaching_proposed"
    COACHING_SESSION = "coaching_session"
    COACHING_DUE = "coaching_due"
    COACHING_ACKNOWLEDGED = "coaching_acknowledged"
    COACHING_MET = "coaching_met"
    COACHING_NOT_YET = "coaching_not_yet"
    COACHING_REOPENED = "coaching_reopened"
    COHORT_JOINED = "cohort_joined"
    WORKSHOP_MOVED = "workshop_moved"
    DUES_LEFT = "dues_left"
    COHORT_LEFT = "cohort_left"
    ENDPOINT_DISABLED = "endpoint_disabled"


class Audience(StrEnum):
    """People by what they do, for notices that go to nobody by name."""

    REVIEWERS = "reviewers"
    TRAINERS = "trainers"
    ADMINISTRATORS = "administrators"


AUDIENCES: Mapping[Audience, frozenset[Role]] = {
    Audience.REVIEWERS: frozenset({Role.REVIEWER, Role.TRAINER, Role.ADMINISTRATOR}),
    Audience.TRAINERS: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
    Audience.ADMINISTRATORS: frozenset({Role.ADMINISTRATOR}),
}

#: What the machine says by itself about calls. Nobody is told of these who did not ask for it.
ALERTS = frozenset({Kind.AUTO_FAIL, Kind.LEAVING_CUE, Kind.DISTRESS})
#: Many of these say one thing: "seven calls …".
FOLDED = ALERTS | {Kind.ASSIGNED, Kind.OVERDUE, Kind.DISPUTE_DUE}

_AGENT = (
    Kind.FEEDBACK_PUBLISHED,
    Kind.FEEDBACK_REVISED,
    Kind.DISPUTE_DECIDED,
    Kind.SELF_EVALUATION_ASKED,
    Kind.EXEMPLAR_OFFERED,
    Kind.COMMENT_SHARED,
    Kind.COMMENT_REPLY,
    Kind.COACHING_SESSION,
    Kind.COACHING_TASK,
    Kind.COACHING_DUE,
    Kind.COACHING_MET,
    Kind.COACHING_REOPENED,
    Kind.COHORT_JOINED,
    Kind.WORKSHOP_MOVED,
    Kind.DUES_LEFT,
)
_STAFF = (
    Kind.ASSIGNED,
    Kind.OVERDUE,
    Kind.MENTIONED,
    Kind.COMMENT_REPLY,
    Kind.SELF_EVALUATION_DONE,
    Kind.DISPUTE_OPENED,
    Kind.DISPUTE_DUE,
    Kind.DISPUTE_DECIDED,
    Kind.AUTO_FAIL,
    Kind.LEAVING_CUE,
    Kind.DISTRESS,
)
_COACH = (
    Kind.COACHING_PROPOSED,
    Kind.COACHING_ACKNOWLEDGED,
    Kind.COACHING_MET,
    Kind.COACHING_NOT_YET,
    Kind.COACHING_REOPENED,
    Kind.COHORT_LEFT,
)
#: What somebody of the role can be told of, in the order of the page.
OFFERED: Mapping[Role, tuple[Kind, ...]] = {
    Role.AGENT: _AGENT,
    Role.REVIEWER: (*_STAFF, Kind.COACHING_ACKNOWLEDGED),
    Role.TRAINER: (*_STAFF, *_COACH),
    Role.ADMINISTRATOR: (*_STAFF, *_COACH, Kind.ENDPOINT_DISABLED),
}

#: The type of a webhook's payload; a kind that is missing here never leaves the house.
WEBHOOK_TYPES: Mapping[Kind, str] = {
    Kind.AUTO_FAIL: "evaluation.auto_failed",
    Kind.LEAVING_CUE: "call.leaving_cue",
    Kind.DISTRESS: "call.distress",
    Kind.DISPUTE_OPENED: "dispute.opened",
    Kind.DISPUTE_DUE: "dispute.due",
    Kind.DISPUTE_DECIDED: "dispute.decided",
    Kind.FEEDBACK_PUBLISHED: "feedback.published",
    Kind.FEEDBACK_REVISED: "feedback.revised",
    Kind.ASSIGNED: "assignment.created",
    Kind.OVERDUE: "assignment.overdue",
}


def usually(kind: Kind) -> bool:
    """Whether people are told of it where nobody chose."""
    return kind not in ALERTS

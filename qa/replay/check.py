"""Whether a draft could be published as it stands."""

from sqlalchemy.orm import Session

from qa.evaluation.view import rubric_brief
from qa.platform.security.principal import Principal
from qa.replay.calls import heard_calls
from qa.replay.draft import Draft, lineage
from qa.replay.schemas import DraftCheck, DraftStanding
from qa.rubric import store
from qa.rubric.model import Rubric
from qa.rubric.schemas import ProblemOut


def check(session: Session, asker: Principal, draft: Draft) -> DraftCheck:
    """The draft beside what is published, and how many calls it could be tried on."""
    problems = [ProblemOut.of(problem) for problem in draft.problems]
    if draft.rubric is None:
        return DraftCheck(
            standing="unreadable",
            draft=None,
            present=None,
            questions=0,
            next_version=None,
            heard_calls=0,
            problems=problems,
        )
    present = lineage(session, draft.rubric).present
    standing, next_version = _standing(session, draft.rubric)
    return DraftCheck(
        standing=standing,
        draft=rubric_brief(draft.rubric),
        present=rubric_brief(present) if present else None,
        questions=len(draft.rubric.questions),
        next_version=next_version,
        heard_calls=heard_calls(session, asker, draft.rubric.language),
        problems=problems,
    )


def _standing(session: Session, draft: Rubric) -> tuple[DraftStanding, int | None]:
    versions = store.versions_of(session, draft.id)
    newest = versions[0].version if versions else 0
    same = next((row for row in versions if row.version == draft.version), None)
    if same is not None and same.digest == draft.digest():
        return "published", newest + 1
    if same is not None:
        return "taken", newest + 1
    return ("outdated", newest + 1) if draft.version < newest else ("publishable", None)

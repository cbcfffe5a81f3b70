"""Publishing a rubric: the cases that people settled are asked first, and whoever goes on past them says why."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.errors import Conflict
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.regressions.schemas import PublishIn
from qa.regressions.tables import RegressionCase, RegressionRun
from qa.rubric import store
from qa.rubric.model import Rubric
from qa.rubric.tables import RubricVersion


class CasesUntried(Conflict):
    """There are cases that this very draft was not run against."""

    code = "cases_untried"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} settled cases were not asked of this draft: run them first, or say why not")


class CasesBroken(Conflict):
    """The draft answers otherwise than people found to be right."""

    code = "cases_broken"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} settled cases break under this draft: mend it, or say why it is published anyway")


@dataclass(frozen=True, slots=True)
class Between:
    """The cases that stand between a draft and its publishing, by id; `run` is the newest one of this very draft."""

    cases: Sequence[str]
    untried: Sequence[str]
    broken: Sequence[str]
    run: RegressionRun | None


def between(session: Session, draft: Rubric) -> Between:
    """What stands between the draft and its publishing."""
    of_language = sa.select(RegressionCase.id).join(RegressionCase.rubric)
    concerned = (RegressionCase.retired_at.is_(None), RubricVersion.language == draft.language)
    cases = session.scalars(of_language.where(*concerned).order_by(RegressionCase.id)).all()
    run = _newest_run(session, draft)
    outcomes = {result.case_id: result.outcome for result in run.results} if run and run.finished_at else {}
    return Between(
        cases,
        untried=[case for case in cases if case not in outcomes],
        broken=[case for case in cases if outcomes.get(case) == "breaks"],
        run=run,
    )


def publish(session: Session, asker: Principal, wish: PublishIn) -> RubricVersion:
    """Publish what a person wrote. Raises what `store.publish_next` raises, CasesUntried, CasesBroken.

    What is published already in just this form is harmless to publish again, whatever the cases say.
    """
    asker.require(Right.MANAGE_RUBRICS)
    before = set(session.scalars(sa.select(RubricVersion.id)))
    row = store.publish_next(session, wish.source, person_id=asker.person_id)
    if row.id in before:
        return row
    found = between(session, store.rubric_of(row))
    if found.broken and wish.despite is None:
        raise CasesBroken(len(found.broken))
    if found.untried and wish.despite is None:
        raise CasesUntried(len(found.untried))
    if found.broken or found.untried:
        audit.record(
            session,
            asker.person_id,
            "rubric_published_despite_cases",
            row.id,
            broken=list(found.broken),
            untried=list(found.untried),
            reason=wish.despite,
        )
    return row


def _newest_run(session: Session, draft: Rubric) -> RegressionRun | None:
    runs = sa.select(RegressionRun).where(RegressionRun.digest == draft.digest())
    return session.scalar(runs.order_by(RegressionRun.id.desc()).limit(1))

"""What a cohort's members said at drills, judged by the rule that calls are judged by. Told of all together alone."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.measures.query import Scope
from qa.measures.statistics import FEWEST_AGENTS
from qa.platform.security.roles import Right
from qa.practice.drills.tables import DrillAttempt
from qa.practice.drills.taught import LANGUAGES, drill_id

#: By agent: in how many of how many the reply was said in time.
Drilled = dict[str, tuple[float, float]]


def drilled(session: Session, scope: Scope, since: date) -> dict[str, Drilled]:
    """By question, the first try of each agent at each customer's sentence, where it was clearly said or clearly not.

    Further tries at the same sentence follow the example that was heard meanwhile, and say less. Attempts are between
    an agent and trainers: for others nothing is told, and for nobody of fewer than `FEWEST_AGENTS` agents.
    """
    if not scope.asker.may(Right.SEE_PRACTICE):
        return {}
    days = replace(scope.days, first=since)
    hidden = sa.select(Call.id).where(Call.id == DrillAttempt.call_id, blindfolds.blinded(scope.asker)).exists()
    tried = sa.select(DrillAttempt.person_id, DrillAttempt.drill_id, DrillAttempt.moment_id, DrillAttempt.verdict)
    rows = session.execute(
        tried.add_columns(DrillAttempt.late)
        .where(
            DrillAttempt.person_id.in_(scope.members),
            DrillAttempt.judged_at.is_not(None),
            DrillAttempt.created_at >= datetime.fromtimestamp(days.start_s, UTC),
            DrillAttempt.created_at < datetime.fromtimestamp(days.end_s, UTC),
            ~hidden,
        )
        .order_by(DrillAttempt.created_at, DrillAttempt.id)
    )
    languages = [one for one in LANGUAGES if scope.language in (None, one)]
    starts = tuple(drill_id(language, "") for language in languages)
    firsts = {(agent, drill, moment): (verdict, late) for agent, drill, moment, verdict, late in reversed(rows.all())}
    found: dict[str, Drilled] = defaultdict(lambda: defaultdict(lambda: (0.0, 0.0)))
    for (agent, drill, _), (verdict, late) in firsts.items():
        start = next((one for one in starts if drill.startswith(one)), None)
        if start is None or verdict not in ("said", "not_said"):
            continue
        agents = found[drill.removeprefix(start)]
        said, of = agents[agent]
        agents[agent] = (said + (verdict == "said" and not late), of + 1)
    return {question: agents for question, agents in found.items() if len(agents) >= FEWEST_AGENTS}

"""A draft over stored calls, one call after the other. Nothing is written, and nothing that is stored changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.calls.tables import Call
from qa.pipeline.model import Means, Transcript
from qa.pipeline.process import BY_TEXT_ALONE
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.replay.calls import StoredCall, Wanted, choose, read_call
from qa.replay.compare import BothSides, Comparison
from qa.replay.draft import Draft, Lineage, lineage
from qa.replay.holding import Answers, Heard, carry, hold
from qa.replay.report import Progress, Replay, Witness
from qa.rubric.problems import RubricUnreadable

#: What the findings of a stored call are made with besides its transcript.
MeansOf = Callable[[Call, Transcript], Means]


def by_text_alone(_call: Call, _transcript: Transcript) -> Means:
    """No sound and no engines: quick, and the same on both sides."""
    return BY_TEXT_ALONE


@dataclass(frozen=True, slots=True)
class Replaying:
    """Replays drafts for one person. `means_of` may give sound and engines; both sides are judged by the same."""

    database: Database
    asker: Principal
    means_of: MeansOf = by_text_alone

    def run(self, draft: Draft, wanted: Wanted) -> Iterator[Progress | Replay]:
        """Progress before the first call and after each one, then the report.

        Raises RubricUnreadable and NotFound (a named call) before the first progress.
        """
        if draft.rubric is None:
            raise RubricUnreadable(tuple(problem for problem in draft.problems if problem.severity == "error"))
        with self.database.read() as session:
            line = lineage(session, draft.rubric)
            chosen = choose(session, self.asker, wanted, draft.rubric.language)
        compared = Comparison(line)
        yield Progress(done=0, total=len(chosen.calls))
        for done, (call_id, revision_id) in enumerate(chosen.calls, start=1):
            with self.database.read() as session:
                call = read_call(session, call_id, revision_id)
            compared.add(self._both_sides(call, line))
            yield Progress(done=done, total=len(chosen.calls))
        yield compared.report(draft.problems, chosen.left_out)

    def _both_sides(self, call: StoredCall, line: Lineage) -> BothSides:
        heard = Heard(call.transcript, self.means_of(call.row, call.transcript))
        answers = _by_identity(call, line)
        before = (
            hold(line.present, heard, carry(answers, line.present, line.of(line.present))) if line.present else None
        )
        after = hold(line.draft, heard, carry(answers, line.draft, line.of_draft))
        return BothSides(call, before, after, answers, _witness(heard.means))


def _by_identity(call: StoredCall, line: Lineage) -> Answers:
    if call.answered is None:
        return {}
    identities = line.of(call.answered)
    return {identities[question_id]: answer for question_id, answer in call.answers.items()}


def _witness(means: Means) -> Witness:
    return "text" if means.sound is None or means.engines is None else "text_and_sound"

"""One rubric held against one heard call, with people's answers on top. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.evaluation.schemas import EvidenceOut
from qa.pipeline.model import Means, Transcript
from qa.pipeline.process import examine
from qa.replay.report import Outcome, Side, Standing
from qa.rubric.model import Question, Rubric
from qa.rubric.schemas import Texts
from qa.scoring.score import Answer, Marks, Score, Suggested, score
from qa.scoring.suggest import Suggestion, suggest

#: More moments than this are not shown of one question in one call.
_MOST_MOMENTS = 5

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Heard:
    """A call as it was heard, and what its findings are made with."""

    transcript: Transcript
    means: Means


@dataclass(frozen=True, slots=True)
class Held:
    """What a rubric makes of one call."""

    rubric: Rubric
    suggestions: Mapping[str, Suggestion]
    answers: Answers
    score: Score
    transcript: Transcript

    def side(self, question: Question) -> Side:
        """Where a question of this rubric stands."""
        marks = self.score.by_question[question.id]
        silent = marks.decided_by == "person" or marks.asked is False
        machine = None if silent else self.suggestions.get(question.id)
        return Side(
            outcome=_outcome(question, marks),
            verdict=machine.verdict if machine else None,
            option_id=marks.option_id,
            option=Texts.of(question.option(marks.option_id).label) if marks.option_id else None,
            decided_by=marks.decided_by,
            probability=machine.probability if machine else None,
            why=Texts.of(machine.why) if machine else None,
            evidence=self._evidence(machine) if machine else [],
        )

    def _evidence(self, machine: Suggestion) -> list[EvidenceOut]:
        return [EvidenceOut.of(moment, self.transcript) for moment in machine.evidence[:_MOST_MOMENTS]]

    def outcome(self, question: Question) -> Outcome:
        """What the question comes to."""
        return _outcome(question, self.score.by_question[question.id])

    @property
    def standing(self) -> Standing:
        """The score, as the report says it."""
        made = self.score
        return Standing(
            percent=made.percent, low=made.low, high=made.high, passed=made.passed, undecided=made.undecided
        )


def hold(rubric: Rubric, heard: Heard, answers: Answers) -> Held:
    """Find what the rubric asks for, suggest, and score with the answers, which must be ones that it offers."""
    suggestions = suggest(examine(heard.transcript, rubric.checklist(), heard.means), rubric)
    suggested = {s.question_id: Suggested(s.verdict, s.option_id, s.probability) for s in suggestions}
    made = score(rubric, suggested, answers)
    return Held(rubric, {one.question_id: one for one in suggestions}, answers, made, heard.transcript)


def carry(answers: Answers, rubric: Rubric, identities: Mapping[str, str]) -> Answers:
    """The answers that this rubric has a place for, by its own question ids.

    `answers` are by identity, and `identities` are those of the rubric's questions; an option is known by its id.
    """
    carried = {question: answers.get(identities[question.id]) for question in rubric.questions}
    return {question.id: answer for question, answer in carried.items() if answer and _is_offered(question, answer)}


def _is_offered(question: Question, answer: Answer) -> bool:
    return answer.not_applicable or any(option.id == answer.option_id for option in question.options)


def _outcome(question: Question, marks: Marks) -> Outcome:
    if marks.option_id is not None:
        points = [option.points for option in question.options]
        halfway = (max(points) + min(points)) / 2
        return "yes" if question.option(marks.option_id).points >= halfway else "no"
    return "unsure" if marks.not_applicable is None else "not_applicable"

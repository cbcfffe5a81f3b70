"""Where each question of a call stands: who decided it, what was chosen, whether it was asked at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.rubric.model import Option, Question, Rubric, Section
from qa.scoring.chances import Suggested, chances

DecidedBy = Literal["person", "machine", "nobody"]
#: Who says that a question does not apply: the system (nothing in the call called for it), or a reviewer.
NotApplicableBy = Literal["system", "reviewer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of a person's answer as a score needs: an option, or not applicable."""

    option_id: str | None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A question with its section and what was chosen for it. `chosen` None: undecided or not applicable.

    `asked`: whether its condition holds, None while that is open. `chances` are those of its options should it be
    asked. `settled` takes what was decided for certain, and whatever was not for open. Both are empty where it does not
    apply.
    """

    question: Question
    section: Section
    chosen: str | None
    decided_by: DecidedBy
    not_applicable: NotApplicableBy | None
    asked: bool | None
    chances: Mapping[str, float]
    settled: Mapping[str, float]

    @property
    def possible(self) -> float:
        """The most that it can add, by all weights."""
        return self.section.weight * self.question.points_possible

    @property
    def option(self) -> Option | None:
        """The chosen option. Raises KeyError for one that the question lacks."""
        return self.question.option(self.chosen) if self.chosen is not None else None

    def points(self, option_id: str) -> float:
        """What the option earns, by all weights. Raises KeyError."""
        return self.section.weight * self.question.points(option_id)


def stand(rubric: Rubric, suggestions: Mapping[str, Suggested], answers: Mapping[str, Answer]) -> tuple[Standing, ...]:
    """Every question's standing in the order of the rubric; both mappings are by question id."""
    sections = {question.id: section for section in rubric.sections for question in section.questions}
    found: dict[str, Standing] = {}

    def of(question: Question) -> Standing:
        if question.id not in found:
            condition = question.only_if
            asked = _holds(question, of(rubric.question(condition.question_id))) if condition else True
            found[question.id] = _stand(
                (question, sections[question.id]), asked, suggestions.get(question.id), answers.get(question.id)
            )
        return found[question.id]

    return tuple(of(question) for question in rubric.questions)


def _holds(question: Question, other: Standing) -> bool | None:
    """Whether the condition holds as the other question stands; None while that one is undecided."""
    if other.decided_by == "nobody":
        return None
    return question.only_if is not None and other.chosen in question.only_if.options


def _stand(
    placed: tuple[Question, Section], asked: bool | None, suggested: Suggested | None, answer: Answer | None
) -> Standing:
    """A person who answers a question has asked it, whatever its condition says."""
    question, section = placed
    if answer is not None:
        option_id = None if answer.not_applicable else answer.option_id
        certain = {option_id: 1.0} if option_id is not None else {}
        not_applicable: NotApplicableBy | None = "reviewer" if answer.not_applicable else None
        return Standing(question, section, option_id, "person", not_applicable, True, certain, certain)
    no_opportunity = suggested is not None and suggested.verdict == "not_applicable"
    chosen = suggested.option_id if suggested else None
    likely = {} if no_opportunity else chances(question, suggested)
    settled = {chosen: 1.0} if chosen is not None else {} if no_opportunity else chances(question, None)
    if asked is False or no_opportunity:
        return Standing(question, section, None, "machine", "system", asked, likely, settled)
    if asked is None or chosen is None:
        return Standing(question, section, None, "nobody", None, asked, likely, settled)
    return Standing(question, section, chosen, "machine", None, asked, likely, settled)

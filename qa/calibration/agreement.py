"""How far the people of a session agree, and the machine with what they settled on. Pure.

Each question is measured on its own answers. A question whose options all earn different points, three or more of them,
is ordered by the points, and "not applicable" is a missing answer there; elsewhere it is an answer like the others.

For one rater over all questions answers are told by what they earn: all, part or none of what the question offers. The
answers of one call hang together more than the intervals there know, which are therefore rather too narrow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.rubric.model import Question
from qa.scoring.agreement.coefficients import Weights
from qa.scoring.agreement.measure import Measure, agreement, krippendorff_alpha
from qa.scoring.agreement.ratings import Level, Ratings, Scale, Value
from qa.scoring.agreement.reference import AgainstReference, Judged, against_reference

#: No option can be called so: ids have no slash.
NOT_APPLICABLE = "n/a"
REFERENCE, MACHINE = "reference", "machine"

#: What an answer earns, from least to most, and "not applicable".
EARNS = ("none", "part", "all", NOT_APPLICABLE)
_EARNING = Scale("nominal", EARNS)

#: (call, question) and the answer to it: an option's id or NOT_APPLICABLE.
Said = frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as agreement is concerned. `earns`: for each option, what it earns."""

    id: str
    level: Level
    answers: tuple[str, ...]
    earns: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, question: Question) -> "Asked":
        """By the options and their points."""
        points = {option.id: option.points for option in question.options}
        ordered = len(points) > 2 and len(set(points.values())) == len(points)
        least, most = min(points.values()), max(points.values())
        return cls(
            id=question.id,
            level="ordinal" if ordered else "nominal",
            answers=tuple(sorted(points, key=points.__getitem__)) if ordered else (*points, NOT_APPLICABLE),
            earns=tuple((option, _earns(worth, least, most)) for option, worth in points.items()),
        )

    @property
    def scale(self) -> Scale:
        """All answers that people can choose from."""
        return Scale(self.level, self.answers)


@dataclass(frozen=True, slots=True)
class Material:
    """All that was said in a session; the same material has the same agreement, however often it is asked for.

    `people` are by their ids; `percents` are the calls' scores, as (call, person, percent).
    """

    asked: tuple[Asked, ...]
    people: tuple[tuple[str, Said], ...]
    machine: Said
    reference: Said
    percents: frozenset[tuple[str, str, float]]


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """`among` people; `machine` and each person against the reference, which may lack answers or be empty."""

    question_id: str
    level: Level
    among: tuple[Measure, ...]
    machine: AgainstReference
    machine_measures: tuple[Measure, ...]
    people: Mapping[str, AgainstReference]


@dataclass(frozen=True, slots=True)
class OfRater:
    """One rater, or MACHINE, against the reference over all questions."""

    rater: str
    against: AgainstReference
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Everything that was measured. `score`: how far people agree on the calls' scores, in percent points."""

    questions: tuple[OfQuestion, ...]
    raters: tuple[OfRater, ...]
    score: Measure


def measured(material: Material) -> Agreed:
    """All coefficients of the session."""
    raters = [*material.people, (MACHINE, material.machine)]
    return Agreed(
        questions=tuple(_question(asked, material) for asked in material.asked),
        raters=tuple(_rater(name, said, material) for name, said in raters),
        score=_score(material.percents),
    )


def _question(asked: Asked, material: Material) -> OfQuestion:
    scale = asked.scale
    weights: Weights = "linear" if asked.level == "ordinal" else "none"
    people = {person: _of_question(said, asked) for person, said in material.people}
    machine, reference = _of_question(material.machine, asked), _of_question(material.reference, asked)
    two = {MACHINE: {call: machine[call] for call in machine.keys() & reference.keys()}, REFERENCE: reference}
    return OfQuestion(
        question_id=asked.id,
        level=asked.level,
        among=agreement(Ratings.of(scale, _by_unit(people)), weights),
        machine=against_reference(scale, _judged(machine, reference)),
        machine_measures=agreement(Ratings.of(scale, _by_unit(two)), weights),
        people={person: against_reference(scale, _judged(said, reference)) for person, said in people.items()},
    )


def _rater(name: str, said: Said, material: Material) -> OfRater:
    given, reference = _earned(said, material), _earned(material.reference, material)
    two = {name: {unit: given[unit] for unit in given.keys() & reference.keys()}, REFERENCE: reference}
    return OfRater(
        rater=name,
        against=against_reference(_EARNING, _judged(given, reference)),
        measures=agreement(Ratings.of(_EARNING, _by_unit(two))),
    )


def _score(percents: Iterable[tuple[str, str, float]]) -> Measure:
    by_person: dict[str, dict[str, float]] = {}
    for call, person, percent in percents:
        by_person.setdefault(person, {})[call] = percent
    scale = Scale.of_numbers([percent for of_calls in by_person.values() for percent in of_calls.values()])
    return krippendorff_alpha(Ratings.of(scale, _by_unit(by_person)))


def _of_question(said: Said, asked: Asked) -> dict[str, str]:
    """Call → answer; answers that are not on the question's scale are missing."""
    return {call: answer for call, question, answer in said if question == asked.id and answer in asked.answers}


def _earned(said: Said, material: Material) -> dict[str, str]:
    """(call and question) → what the answer earns."""
    worth = {(asked.id, option): earned for asked in material.asked for option, earned in asked.earns}
    known = worth | {(asked.id, NOT_APPLICABLE): NOT_APPLICABLE for asked in material.asked}
    return {f"{call} {question}": known[question, answer] for call, question, answer in said}


def _by_unit(by_rater: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Value | None]]:
    units: dict[str, dict[str, Value | None]] = {}
    for rater, said in sorted(by_rater.items()):
        for unit, answer in sorted(said.items()):
            units.setdefault(unit, {})[rater] = answer
    return units


def _judged(given: Mapping[str, str], reference: Mapping[str, str]) -> list[Judged]:
    return [Judged(answer, given.get(unit)) for unit, answer in sorted(reference.items())]


def _earns(points: float, least: float, most: float) -> str:
    if points == most:
        return "all"
    return "none" if points == least else "part"

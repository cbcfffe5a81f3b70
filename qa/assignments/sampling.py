"""Which calls are drawn for review and who gets them: pure, and settled by a seed alone.

Chance is a hash of the seed and of what is drawn for, never a generator that is asked in turn: the same seed and the
same calls make the same choice in whatever order the rows came, and a call that is added moves no other's luck.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

TargetKind = Literal["could_flip", "low_score", "customer_tone", "situation", "auto_fail", "unsure"]
SituationOutcome = Literal["found", "missed"]

#: The part of a plan that draws by chance; the others are named after their target.
RANDOM: Final = "random"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that may be drawn, by what its evaluation says so far.

    `could_flip` 0..1; `percent` 0..100; `customer_tone` the mean of the quarters of the call, -5..5; `unsure` counts
    questions; `situations` holds (question, outcome).
    """

    call_id: str
    agent_id: str | None
    could_flip: float = 0.0
    percent: float | None = None
    unsure: int = 0
    auto_fail: bool = False
    customer_tone: float | None = None
    situations: frozenset[tuple[str, SituationOutcome]] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """Calls to look for on purpose: at most `per_week`, those that show it most first.

    `bound`: what counts at all, in the unit of the candidate's own field: at least that much for could_flip and unsure,
    at most for low_score and customer_tone.
    """

    kind: TargetKind
    per_week: int
    bound: float = 0.0
    question_id: str | None = None
    outcome: SituationOutcome | None = None

    @property
    def part(self) -> str:
        """The name under which calls of this target are counted."""
        return f"{self.kind}:{self.question_id}:{self.outcome}" if self.kind == "situation" else self.kind

    def fits(self, call: Candidate) -> bool:
        """Whether the call is one of those looked for."""
        match self.kind:
            case "could_flip":
                return call.could_flip > 0 and call.could_flip >= self.bound
            case "low_score":
                return call.percent is not None and call.percent <= self.bound
            case "customer_tone":
                return call.customer_tone is not None and call.customer_tone <= self.bound
            case "unsure":
                return call.unsure > 0 and call.unsure >= self.bound
            case "auto_fail":
                return call.auto_fail
            case "situation":
                return (self.question_id, self.outcome) in call.situations

    def urgency(self, call: Candidate) -> float:
        """How much the call shows it: the greatest is drawn first, equals by luck."""
        match self.kind:
            case "could_flip":
                return call.could_flip
            case "low_score":
                return -(call.percent or 0.0)
            case "customer_tone":
                return -(call.customer_tone or 0.0)
            case "unsure":
                return call.unsure
            case _:
                return 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is drawn in one week: `quota` calls of each agent by chance, `extra_for_new` more of new ones; targets."""

    seed: int
    week: str
    quota: int
    extra_for_new: int = 0
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A call that was drawn: the `place`-th of `of` that its part draws, out of `drawn_from` that could have been."""

    call_id: str
    agent_id: str | None
    part: str
    place: int
    of: int
    drawn_from: int
    new_agent: bool


#: How many calls a part has already, of each agent; targets count for nobody in particular.
Filled = Mapping[tuple[str, str | None], int]


def draw(recipe: Recipe, candidates: Iterable[Candidate], new_agents: Collection[str], filled: Filled) -> list[Choice]:
    """The calls that are still missing: those of new agents first, then in an order of chance.

    The random quota is drawn before any target and from all calls, so that it stays a picture of all of them.
    """
    calls = list(candidates)
    chosen = _by_chance(recipe, calls, new_agents, filled)
    taken = {choice.call_id for choice in chosen}
    for target in recipe.targets:
        found = _on_purpose(recipe, target, [call for call in calls if call.call_id not in taken], filled)
        chosen += [_choice_of(call, target, place, found, new_agents) for place, call in found.places]
        taken |= {call.call_id for _place, call in found.places}
    return sorted(chosen, key=lambda choice: (not choice.new_agent, _luck(recipe.seed, recipe.week, choice.call_id)))


def _by_chance(recipe: Recipe, calls: Sequence[Candidate], new_agents: Collection[str], filled: Filled) -> list[Choice]:
    of_agents: dict[str, list[Candidate]] = {}
    for call in calls:
        if call.agent_id is not None:
            of_agents.setdefault(call.agent_id, []).append(call)
    chosen = []
    for agent_id, mine in of_agents.items():
        new = agent_id in new_agents
        quota = recipe.quota + (recipe.extra_for_new if new else 0)
        had = filled.get((RANDOM, agent_id), 0)
        mine.sort(key=lambda call: _luck(recipe.seed, recipe.week, RANDOM, call.call_id))
        chosen += [
            Choice(call.call_id, agent_id, RANDOM, place, quota, len(mine), new)
            for place, call in enumerate(mine[: max(0, quota - had)], start=had + 1)
        ]
    return chosen


@dataclass(frozen=True, slots=True)
class _Found:
    places: list[tuple[int, Candidate]]
    drawn_from: int


def _on_purpose(recipe: Recipe, target: Target, calls: Sequence[Candidate], filled: Filled) -> _Found:
    fitting = [call for call in calls if target.fits(call)]
    fitting.sort(
        key=lambda call: (-target.urgency(call), _luck(recipe.seed, recipe.week, target.part, call.call_id)),
    )
    had = sum(count for (part, _agent), count in filled.items() if part == target.part)
    return _Found(list(enumerate(fitting[: max(0, target.per_week - had)], start=had + 1)), len(fitting))


def _choice_of(call: Candidate, target: Target, place: int, found: _Found, new_agents: Collection[str]) -> Choice:
    new = call.agent_id in new_agents
    return Choice(call.call_id, call.agent_id, target.part, place, target.per_week, found.drawn_from, new)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews: the share that is theirs beside the others', and how many calls wait for them now."""

    person_id: str
    weight: int = 1
    load: int = 0


@dataclass(frozen=True, slots=True)
class Sharing:
    """By which rules calls go to reviewers.

    `last`: who reviewed each agent last. `barred`: (call, reviewer) that must not meet. `strict`: rather nobody than
    the same reviewer twice running; otherwise somebody else only where there is one.
    """

    seed: int
    last: Mapping[str, str]
    barred: Collection[tuple[str, str]] = frozenset()
    strict: bool = True


def share_out(
    calls: Iterable[tuple[str, str | None]], reviewers: Sequence[Reviewer], sharing: Sharing
) -> list[str | None]:
    """Who gets each (call, agent), in their order; None where the rules leave nobody.

    The next call goes to whoever has the fewest waiting in relation to their share, equals by luck.
    """
    loads = Counter({one.person_id: one.load for one in reviewers})
    last = dict(sharing.last)
    given: list[str | None] = []
    for call_id, agent_id in calls:
        allowed = [one for one in reviewers if (call_id, one.person_id) not in sharing.barred]
        others = [one for one in allowed if agent_id is None or last.get(agent_id) != one.person_id]
        eligible = others if others or sharing.strict else allowed
        if not eligible:
            given.append(None)
            continue
        person_id = min(
            eligible,
            key=lambda one: (
                (loads[one.person_id] + 1) / one.weight,
                _luck(sharing.seed, call_id, one.person_id),
            ),
        ).person_id
        loads[person_id] += 1
        if agent_id is not None:
            last[agent_id] = person_id
        given.append(person_id)
    return given


def _luck(seed: int, *drawn_for: str) -> bytes:
    """As good as chance, and always the same."""
    return hashlib.sha256("\0".join((str(seed), *drawn_for)).encode()).digest()

"""How far a question's machine answers may be trusted, as far as they were measured: a proposal, never more.

Nothing here changes anything. A person accepts a proposal or leaves it, elsewhere, and that is recorded there.

*Up is slow*: one step at a time, by the lower end of the exact interval, so that few units or luck carry nobody up.
*Down is quick*: by the plain share, of all units or of the latest few alone, and as many steps as needed, so that doubt
never speaks for the machine. Between the two lies room in which a question stays where it is and does not flutter.

*Why each answer counts for itself.* Where 95 of 100 calls have the greeting, a machine that always says "said" is right
in 95 of 100. So it must also be right on the answers that are rare, and while the reference has too few of those, the
question stays where it is: choose calls for the session that have them.

*What is to be counted.* Units that were measured with the present revisions of the engine and of the question. After a
change of either nothing is known, and the proposal is to begin again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.scoring.agreement.ratings import Scale, Value
from qa.scoring.agreement.reference import AgainstReference, Judged, Share, against_reference

#: suggest_only: a person answers, the machine's answer stands beside it. with_review: the machine's answer stands
#: unless the reviewer changes it. automatic: it stands, and nobody need look.
Trust = Literal["suggest_only", "with_review", "automatic"]
LADDER: tuple[Trust, ...] = ("suggest_only", "with_review", "automatic")


@dataclass(frozen=True, slots=True)
class Bar:
    """What a level asks for: answered units, the agreement in them, and that on each answer of its own, both 0..1."""

    units: int
    agreement: float
    each_answer: float


#: The thresholds, in this one place. They are choices, not measurements:
#: *With review* somebody still reads each answer, but people tend to leave what is filled in. With 30 units the
#: interval of 90 % is still a quarter wide; a lower end of 0.70 then takes 27 of 30 right. On each answer more right
#: than wrong: 6 of 6, or 8 of 9.
#: *Automatic* nobody looks, and the agent gets what the machine said. At the pessimistic end still nine in ten: 96 of
#: 100. A rare answer, often the one that costs points, must be right at least seven times in ten: 11 of 11, or 16 of
#: 17.
BARS: dict[Trust, Bar] = {
    "suggest_only": Bar(units=0, agreement=0.0, each_answer=0.0),
    "with_review": Bar(units=30, agreement=0.70, each_answer=0.50),
    "automatic": Bar(units=100, agreement=0.90, each_answer=0.70),
}
#: Going down looks at so many of the latest units as well. At a true 96 % one look in 23 sees three wrong of 20 by
#: chance, and that costs a person a glance; at a true 80 %, four looks in five see it.
LATEST = 20
#: With fewer units than this a level above the lowest rests on nothing. It is a third of what going up takes.
FEWEST = 10

#: What a ground is about: too few units; the agreement of all units, of the latest ones, or on one answer.
About = Literal["units", "agreement", "latest", "answer"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that was looked at, what it was found to be, and what it had to be; met where found is enough.

    `found` is None where there was nothing to look at. `answer`: which one, where it is about one.
    """

    about: About
    found: float | None
    needed: float
    answer: Value | None = None

    @property
    def met(self) -> bool:
        return self.found is not None and self.found >= self.needed


@dataclass(frozen=True, slots=True)
class Proposal:
    """`proposed` is `current` where nothing should move. `grounds` are what spoke for it, or what is still missing.

    Up: all that the next level asks, each met. Down: what the present level asks and no longer has. Staying: what the
    next level asks, of which something is not met; empty at the top.
    """

    current: Trust
    proposed: Trust
    grounds: tuple[Ground, ...]
    measured: AgainstReference
    latest: Share

    @property
    def moves(self) -> Literal["up", "down"] | None:
        step = LADDER.index(self.proposed) - LADDER.index(self.current)
        return None if step == 0 else "up" if step > 0 else "down"


def propose(current: Trust, scale: Scale, judged: Sequence[Judged]) -> Proposal:
    """From units in the order in which they were measured, oldest first; those without an answer count for nothing.

    Raises NotOnScale for an answer that the scale does not know.
    """
    measured = against_reference(scale, judged)
    answered = [one for one in judged if one.given is not None][-LATEST:]
    latest = Share(sum(one.given == one.reference for one in answered), len(answered))
    lacking = tuple(ground for ground in _to_stay(BARS[current], current, measured, latest) if not ground.met)
    if lacking:
        return Proposal(current, _highest_below(current, measured, latest), lacking, measured, latest)
    if current == LADDER[-1]:
        return Proposal(current, current, (), measured, latest)
    above = LADDER[LADDER.index(current) + 1]
    asked = (*_to_rise(BARS[above], measured), *_to_stay(BARS[above], above, measured, latest))
    rises = all(ground.met for ground in asked)
    return Proposal(current, above if rises else current, asked, measured, latest)


def _to_rise(bar: Bar, measured: AgainstReference) -> Iterator[Ground]:
    yield Ground("units", measured.agreement.of, bar.units)
    yield Ground("agreement", measured.agreement.low, bar.agreement)
    for answer, share in measured.by_answer.items():
        yield Ground("answer", share.low, bar.each_answer, answer)


def _to_stay(bar: Bar, level: Trust, measured: AgainstReference, latest: Share) -> Iterator[Ground]:
    """An answer that the reference never had is no ground to go down; it was one not to go up."""
    if level == LADDER[0]:
        return
    yield Ground("units", measured.agreement.of, FEWEST)
    yield Ground("agreement", measured.agreement.value, bar.agreement)
    yield Ground("latest", latest.value, bar.agreement)
    for answer, share in measured.by_answer.items():
        if share.of:
            yield Ground("answer", share.value, bar.each_answer, answer)


def _highest_below(current: Trust, measured: AgainstReference, latest: Share) -> Trust:
    below = LADDER[: LADDER.index(current)]
    return next(
        level
        for level in reversed(below)
        if all(ground.met for ground in _to_stay(BARS[level], level, measured, latest))
    )

"""The anchor effect: the customer's tone after a transition sentence against like moments without one.

A moment is a turn of the agent with the customer's tone known shortly before and after. Moments with the sentence are
set against moments without any, of the same agent, with the phase, the tone before, how far the call had come, the
language and the queue held equal by least squares; agents are what repeats.

It cannot prove that the sentence did it. Agents choose when to say it, and may choose moments that were turning
anyway; the tone is a machine's reading of words; and what is not written down, as the matter itself, is not held equal.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.measures.regression import Rows, effect_of_first
from qa.measures.statistics import FEWEST_AGENTS, Change, Numbers

#: So many moments with the sentence, of `FEWEST_AGENTS` agents or more who also have moments without, and no fewer.
FEWEST_MOMENTS = 30
#: A queue or language with fewer moments is one with the other small ones.
_FEWEST_OF_A_KIND = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn of the agent. Tones are -5..+5, `at` is how far the call had come, 0..1; `said`: the sentences in it."""

    agent: str
    phase: str | None
    place: str  # the call's language and queue
    at: float
    before: float
    after: float
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The difference in the customer's tone after it, in steps of the scale -5..+5."""

    change: Change
    agents: int
    with_it: int
    without: int
    plain: float | None  # the difference of the two means, nothing held equal


def effect_of(sentence: str, moments: Sequence[Moment]) -> Anchor:
    """The effect of one sentence. Moments with other sentences are neither with it nor without."""
    own = [moment for moment in moments if sentence in moment.said or not moment.said]
    having = {moment.agent for moment in own if moment.said} & {moment.agent for moment in own if not moment.said}
    own = [moment for moment in own if moment.agent in having]
    said = np.array([bool(moment.said) for moment in own], dtype=float)
    with_it, without = int(said.sum()), int(len(own) - said.sum())
    if len(having) < FEWEST_AGENTS or min(with_it, without) < FEWEST_MOMENTS:
        return Anchor(Change(), len(having), with_it, without, None)
    after = np.array([moment.after for moment in own])
    agents = {agent: place for place, agent in enumerate(sorted(having))}
    rows = Rows(after, _columns(own, said), np.array([agents[moment.agent] for moment in own]), within=True)
    plain = float(after[said > 0].mean() - after[said == 0].mean())
    return Anchor(effect_of_first(rows), len(having), with_it, without, plain)


def _columns(moments: Sequence[Moment], said: Numbers) -> Numbers:
    before = np.array([moment.before for moment in moments])
    at = np.array([moment.at for moment in moments])
    return np.column_stack(
        [
            said,
            before,
            before**2,
            at,
            *_kinds([moment.phase or "" for moment in moments]),
            *_kinds([moment.place for moment in moments]),
        ]
    )


def _kinds(names: Sequence[str]) -> list[Numbers]:
    """A column for each kind, which is 1 where it is the one."""
    common = [name for name, count in sorted(Counter(names).items()) if count >= _FEWEST_OF_A_KIND]
    return [np.array([name == kind for name in names], dtype=float) for kind in common]

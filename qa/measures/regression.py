"""Least squares where rows belong to agents: one coefficient with its CR2 interval, also where agents are few.

`y = x[:, 0] * effect + x[:, 1:] * others + (what each group has of its own)`. Rows of one agent may go together in any
way. The correction and the degrees of freedom are those of Pustejovsky and Tipton (see `qa.measures.statistics`); each
agent's part of the hat matrix has no more rank than there are columns, which keeps this linear in the rows.
"""

from dataclasses import dataclass

import numpy as np

from qa.measures.statistics import Change, Numbers

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Rows:
    """What is explained, by what, and whose each row is: `agents` counts from 0. The first column is the one asked for.

    `within`: whether each agent has a level of their own, so that only what differs within an agent tells anything.
    """

    y: Numbers
    x: Numbers
    agents: np.ndarray[tuple[int], np.dtype[np.int64]]
    within: bool


def effect_of_first(rows: Rows) -> Change:
    """The coefficient of the first column; no value where nothing in the rows can tell it."""
    y, x = rows.y, rows.x
    if rows.within:
        y, x = _less_own_mean(y[:, None], rows.agents)[:, 0], _less_own_mean(x, rows.agents)
    x = _telling(x)
    if x.shape[1] == 0 or len(y) <= x.shape[1]:
        return Change()
    inverse: Numbers = np.asarray(np.linalg.inv(x.T @ x), dtype=np.float64)
    solved = inverse @ (x.T @ y)
    left = y - x @ solved
    wanted = inverse[:, 0]
    # What each agent's rows add to the coefficient, after the correction; and what is needed for the freedom.
    added, scaled, summed = [], [], []
    order = np.argsort(rows.agents, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(rows.agents[order])) + 1):
        turned = _corrected(x[own], inverse, x[own] @ wanted)
        added.append(float(turned @ left[own]))
        scaled.append(float(turned @ turned))
        summed.append(x[own].T @ turned)
    variance = float(np.square(added).sum())
    if variance <= _SAME**2:
        return Change()
    sums = np.array(summed)
    matrix = np.diag(scaled) - sums @ inverse @ sums.T
    freedom = float(np.trace(matrix)) ** 2 / float(np.square(matrix).sum())
    return Change.of(float(solved[0]), float(np.sqrt(variance)), freedom)


def _corrected(x: Numbers, inverse: Numbers, wanted: Numbers) -> Numbers:
    """(I - x inverse x')^(-1/2) applied to `wanted`: nothing changes but within the columns' own space."""
    base, upper = np.linalg.qr(x)
    values, vectors = np.linalg.eigh(upper @ inverse @ upper.T)
    # An agent who alone tells something has no residual there, so whatever it is multiplied by tells nothing.
    grown = np.where(values < 1 - _SAME, 1 / np.sqrt(np.maximum(_SAME, 1 - values)), 0.0)
    inside = vectors.T @ (base.T @ wanted)
    result: Numbers = wanted + base @ (vectors @ ((grown - 1) * inside))
    return result


def _less_own_mean(values: Numbers, agents: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Numbers:
    counts = np.bincount(agents)
    means = np.stack([np.bincount(agents, column) / np.maximum(1, counts) for column in values.T], axis=1)
    left: Numbers = values - means[agents]
    return left


def _telling(x: Numbers) -> Numbers:
    """The columns that are no sum of those before them; none at all where the first one tells nothing by itself."""
    size = np.sqrt(np.square(x).sum(axis=0)).max(initial=1.0)
    kept: list[int] = []
    base = np.zeros((len(x), 0))
    # The first column goes last, so that it is kept only for what the others do not tell already.
    for column in [*range(1, x.shape[1]), 0]:
        left = x[:, column] - base @ (base.T @ x[:, column])
        left = left - base @ (base.T @ left)
        length = float(np.sqrt(left @ left))
        if length > _SAME * size * np.sqrt(len(x)):
            kept.append(column)
            base = np.column_stack([base, left / length])
    if 0 not in kept:
        return x[:, :0]
    return x[:, [0, *(column for column in kept if column)]]

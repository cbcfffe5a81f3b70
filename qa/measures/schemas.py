"""What the web says of the measures. Every figure comes with its count, its agents and its interval of 95 %.

In figures here `count` is of opportunities, but of moments where the tone is measured; a value is None where there is
less than the smallest sample. Shares and changes of shares are 0..1.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from qa.insights.schemas import Figure
from qa.rubric.model import KindName
from qa.rubric.schemas import Texts

StallCourse = Literal["fell", "stalled", "goes_on", "no_rise", "open"]


class MeasuredCohort(BaseModel):
    """A cohort that can be measured; `simulated`: its programme was drawn by a generator."""

    id: str
    name: str
    programme: str
    day0: date
    simulated: bool


class MeasuresGround(BaseModel):
    """What all figures of a cohort rest on. Weeks count from day 0, the day of the workshop."""

    cohort: MeasuredCohort
    practice_weeks: int
    week: int = Field(description="The week that runs")
    since: date
    until: date
    time_zone: str
    members: int
    live: int = Field(description="Live calls that count")
    practice: int = Field(description="Practice calls that count")
    simulated: int = Field(description="Of all of these: drawn by a generator")
    hidden: int = Field(description="Left out, because the asker judges them blind")
    unknown: int = Field(description="Scored calls that the measures do not know yet")
    fewest: int = Field(description="With fewer opportunities no figure is shown")
    fewest_agents: int = Field(description="With fewer agents no change is shown")


class MeasuredQuestion(BaseModel):
    """A phrase, transition or situation; `target`: the share that the programme aims at."""

    id: str
    text: Texts
    kind: KindName
    target: float | None


class AdoptionWeek(BaseModel):
    """A week. `least` and `most`: the share, were all undecided opportunities not said, or all said."""

    week: int
    begins: date
    figure: Figure
    unsure: int
    least: float | None
    most: float | None


class AdoptionCurve(BaseModel):
    """`change`: the mean over agents of their share in `after` less that in `before`, both weeks included."""

    question: MeasuredQuestion
    weeks: list[AdoptionWeek]
    before: tuple[int, int]
    after: tuple[int, int] | None
    change: Figure


class AdoptionOut(BaseModel):
    ground: MeasuresGround
    curves: list[AdoptionCurve]


class TransferRow(BaseModel):
    """`gap`: live less practice, by the mean over agents who have both under one version of the rubric."""

    question: MeasuredQuestion
    practice: Figure
    live: Figure
    gap: Figure


class DrilledRow(BaseModel):
    """The share of first tries at a customer's sentence in which the reply was said in time."""

    question: MeasuredQuestion
    figure: Figure


class TransferOut(BaseModel):
    """Since the workshop. `whole`: over all questions, each compared with itself.

    `drills` are apart: they are judged by the same rule, but are no calls and in no gap. Only trainers are told.
    """

    ground: MeasuresGround
    whole: Figure
    rows: list[TransferRow]
    drills: list[DrilledRow]


class ConsistencyRow(BaseModel):
    """Standard deviations of shares, without chance: `between` agents, and `within` an agent, between their weeks."""

    question: MeasuredQuestion
    between: Figure
    within: Figure


class ConsistencyOut(BaseModel):
    """Over `weeks`, both included; None before there is one."""

    ground: MeasuresGround
    weeks: tuple[int, int] | None
    rows: list[ConsistencyRow]


class AnchorSentence(BaseModel):
    """One sentence of a transition question, in words that count as it; figures as in `AnchorRow`."""

    id: str
    text: Texts
    effect: Figure
    without: int
    plain: float | None


class AnchorRow(BaseModel):
    """`effect` in steps of the tone's scale, -5..+5; `plain` is the difference of means with nothing held equal.

    `without`: moments without any transition sentence that it is compared with. `sentences`: those that were heard.
    """

    question: MeasuredQuestion
    effect: Figure
    without: int
    plain: float | None
    sentences: list[AnchorSentence]


class AnchorOut(BaseModel):
    ground: MeasuresGround
    fewest_moments: int
    rows: list[AnchorRow]


class CoachedSession(BaseModel):
    """One session on one question: the agent's shares around it, and the effect against `others` agents."""

    agent_id: str
    agent: str
    question: MeasuredQuestion
    day: date
    before: Figure
    after: Figure
    others: int
    effect: Figure


class CoachingEffectRow(BaseModel):
    """All sessions on one question; None: on any question."""

    question: MeasuredQuestion | None
    sessions: int
    effect: Figure


class CoachingEffectOut(BaseModel):
    """`weeks` before and after a session are compared."""

    ground: MeasuresGround
    weeks: int
    fewest_each: int
    fewest_coached: int
    rows: list[CoachingEffectRow]
    sessions: list[CoachedSession]


class StallRow(BaseModel):
    """`first`: the first week of practice less the weeks before the workshop; `second`: the second less the first."""

    id: str
    question: MeasuredQuestion | None
    agent: str | None
    first: Figure
    second: Figure
    course: StallCourse


class StallingOut(BaseModel):
    ground: MeasuresGround
    hardly: float = Field(description="Growth of less is no growth that matters")
    questions: list[StallRow]
    agents: list[StallRow]

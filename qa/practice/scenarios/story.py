"""What a scenario says: the customer's lines and how each goes on, by what the agent did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_LINES = 60
MOST_WAYS = 5
#: A call that goes round in circles ends after so many answers.
MOST_STEPS = 40

LineName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
#: How the customer says a line: shown beside it where nobody speaks it.
Mood = Literal["calm", "glad", "worried", "upset"]


class StoryWay(BaseModel):
    """Where the call goes on. `when`: what the agent did, in words that the agent chooses by; None: anything else.

    `question_id`: the question of the rubric that listens for just this.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    to: LineName
    when: Annotated[str | None, Field(min_length=1, max_length=160)] = None
    question_id: Annotated[str | None, Field(min_length=1, max_length=80)] = None


class StoryLine(BaseModel):
    """One line of the customer. Without a way on, the call ends with the agent's answer to it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: LineName
    text: Annotated[str, Field(max_length=600)]
    mood: Mood = "calm"
    clip_id: Annotated[str | None, Field(max_length=16)] = None
    ways: Annotated[list[StoryWay], Field(max_length=MOST_WAYS)] = []


class Story(BaseModel):
    """A whole scenario. The call begins with the first line; `about` is what the agent knows beforehand."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=120)]
    language: Literal["he", "en"]
    about: Annotated[str, Field(max_length=1000)] = ""
    goal: Annotated[str, Field(max_length=400)] = ""
    agent_opens: bool = Field(default=True, description="Whether the agent greets before the customer says anything")
    lines: Annotated[list[StoryLine], Field(min_length=1, max_length=MOST_LINES)]

    def line(self, name: str) -> StoryLine:
        """The line of that name. Raises KeyError."""
        for line in self.lines:
            if line.id == name:
                return line
        raise KeyError(name)


class StoryStep(BaseModel):
    """What happened: the customer's line that the agent answered, and which of its ways the agent's answer took.

    `line` None: the agent's own opening, before the customer said anything.
    """

    line: str | None
    way: int | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """What comes: the agent's opening (`line` None), the answer to a line of the customer, or the call's end."""

    line: str | None
    ended: bool = False


def follow(story: Story, steps: Sequence[StoryStep]) -> Next:
    """Where a call stands after these steps."""
    if not steps:
        return Next(None if story.agent_opens else story.lines[0].id)
    last = steps[-1]
    if last.line is None:
        return Next(story.lines[0].id)
    ways = story.line(last.line).ways
    if not ways or len(steps) >= MOST_STEPS:
        return Next(None, ended=True)
    return Next(ways[last.way or 0].to)


def takes(story: Story, line: str | None, way: int | None) -> bool:
    """Whether an answer to this line may take this way: one is chosen where there are several, and only there."""
    ways = story.line(line).ways if line is not None else []
    return (way is None) if len(ways) < 2 else (way is not None and 0 <= way < len(ways))

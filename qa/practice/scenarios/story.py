"""What a scenario says: the customer's lines and how each goes on, by what the agent did."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_LINES = 60
MOST_WAYS = 5

LineName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
#: How the customer says a line: shown beside it where nobody speaks it.
Mood = Literal["calm", "glad", "worried", "upset"]


class Way(BaseModel):
    """Where the call goes on. `when`: what the agent did, in words that the agent chooses by; None: anything else.

    `question_id`: the question of the rubric that listens for just this.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    to: LineName
    when: Annotated[str | None, Field(min_length=1, max_length=160)] = None
    question_id: Annotated[str | None, Field(min_length=1, max_length=80)] = None


class Line(BaseModel):
    """One line of the customer. Without a way on, the call ends with the agent's answer to it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: LineName
    text: Annotated[str, Field(max_length=600)]
    mood: Mood = "calm"
    clip_id: Annotated[str | None, Field(max_length=16)] = None
    ways: Annotated[list[Way], Field(max_length=MOST_WAYS)] = []


class Story(BaseModel):
    """A whole scenario. The call begins with the first line; `about` is what the agent knows beforehand."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=120)]
    language: Literal["he", "en"]
    about: Annotated[str, Field(max_length=1000)] = ""
    goal: Annotated[str, Field(max_length=400)] = ""
    agent_opens: bool = Field(default=True, description="Whether the agent greets before the customer says anything")
    lines: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)]

    def line(self, name: str) -> Line:
        """The line of that name. Raises KeyError."""
        for line in self.lines:
            if line.id == name:
                return line
        raise KeyError(name)

"""What the web says about notices."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.notices.kinds import Kind

Id = Annotated[str, Field(max_length=16)]


class NoticeOut(BaseModel):
    """Something that one was told. `page` is where it leads, as an address of the page without its beginning."""

    id: str
    kind: Kind
    call_id: str | None
    evaluation_id: str | None
    at_ms: int | None
    page: str | None
    facts: dict[str, str | int | float | bool | None]
    by_name: str | None = Field(description="Who did it; None: the machine, or nobody in particular")
    agent_name: str | None
    told_at: datetime
    read_at: datetime | None


class NoticePage(BaseModel):
    items: list[NoticeOut]
    next_cursor: str | None


class LineOut(BaseModel):
    """A line under the bell: one notice, or `count` of its kind, of which it is the newest."""

    newest: NoticeOut
    count: int


class BellOut(BaseModel):
    """What one has not looked at, the newest first."""

    unread: int
    lines: list[LineOut]


class ReadIn(BaseModel):
    """What one has looked at: these, or everything (of a kind) up to and including one, not what came meanwhile."""

    ids: Annotated[list[Id], Field(max_length=200)] = []
    through: Id | None = None
    kind: Kind | None = None


class ChoiceOut(BaseModel):
    """Whether one is told of a kind, who decided that, and what the house says."""

    kind: Kind
    told: bool
    decided_by: Literal["self", "house", "usual"]
    house: bool
    alert: bool = Field(description="Said by the machine alone, of calls")


class ChoiceIn(BaseModel):
    told: bool | None = Field(description="None: as the house says")


class HouseChoiceIn(BaseModel):
    told: bool

"""What the web says about learning records."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from qa.learning_records.statements import ThingKind, Verb
from qa.learning_records.tables import StatementState


class RecordStoreIn(BaseModel):
    """A store. `url` is its xAPI address; the secret may be left out while address and name stay."""

    url: Annotated[str, Field(min_length=8, max_length=500)]
    user_name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^:\x00-\x1f\x7f]+$")]
    secret: Annotated[SecretStr, Field(min_length=1, max_length=500)] | None = None
    by_email: bool = Field(default=False, description="Name people by e-mail instead of an id that says nothing")


class RecordStorePause(BaseModel):
    paused: bool


class RecordStoreOut(BaseModel):
    """The store and how it stands. The secret is never shown."""

    url: str
    user_name: str
    by_email: bool
    home: str = Field(description="The address under which people and activities are named in every statement")
    paused: bool
    paused_because: Literal["failing"] | None
    failing_since: datetime | None
    status: int | None
    problem: Literal["address", "unresolved", "connection", "tls", "timeout", "status", "sealed"] | None
    sent_at: datetime | None
    next_at: datetime | None = Field(description="The next attempt while the store rests")
    waiting: int
    stored: int
    refused: int


class RecordStoreStanding(BaseModel):
    """None: no store is named, and nothing is told."""

    store: RecordStoreOut | None


class LearningStatementOut(BaseModel):
    """One statement. `status` is the store's last answer about it."""

    id: str
    uuid: str
    person_name: str
    verb: Verb
    thing: ThingKind
    scaled: float | None
    success: bool | None
    happened_at: datetime
    state: StatementState
    attempts: int
    status: int | None
    tried_at: datetime | None


class LearningStatementPage(BaseModel):
    items: list[LearningStatementOut]
    next_cursor: str | None


class StatementsAgain(BaseModel):
    """How many will be sent again."""

    statements: int

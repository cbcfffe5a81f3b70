"""What the web says about webhooks."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.notices.kinds import WEBHOOK_TYPES, Kind
from qa.notices.webhooks.tables import DeliveryState

Url = Annotated[str, Field(min_length=8, max_length=500)]
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=len(WEBHOOK_TYPES))]


class EndpointIn(BaseModel):
    """An address, and the kinds of which it is told."""

    url: Url
    kinds: Kinds


class EndpointChange(BaseModel):
    """Only what is named changes."""

    url: Url | None = None
    kinds: Kinds | None = None
    disabled: bool | None = None


class EndpointOut(BaseModel):
    """An address that is told. `waiting`: messages that did not arrive yet."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    url: str
    kinds: list[Kind]
    disabled: bool
    disabled_because: Literal["gone", "failing"] | None
    failing_since: datetime | None
    rotating_until: datetime | None = Field(description="Until then the secret before signs as well")
    created_at: datetime
    waiting: int


class EndpointSecret(BaseModel):
    """The secret that signs, shown this once."""

    endpoint: EndpointOut
    secret: str


class DeliveryOut(BaseModel):
    """One message to one address. `problem` says why the last attempt failed."""

    id: str
    event_id: str
    type: str
    happened_at: datetime
    state: DeliveryState
    attempts: int
    status: int | None
    problem: Literal["address", "unresolved", "connection", "tls", "timeout", "status", "sealed"] | None
    tried_at: datetime | None
    next_at: datetime | None = Field(description="The next attempt; None where none is to come")


class DeliveryPage(BaseModel):
    items: list[DeliveryOut]
    next_cursor: str | None


class WebhookKindOut(BaseModel):
    """A kind that may be sent, and the type that its messages have."""

    kind: Kind
    type: str

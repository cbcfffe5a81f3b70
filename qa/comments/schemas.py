"""What the web says about comments."""

from datetime import datetime
from typing import Annotated, Self
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from qa.platform.security.roles import Role

_LONGEST = 4000
Moment = Annotated[int, Field(ge=0, lt=1 << 31)]


def _plain(text: str) -> str:
    """Control characters say nothing, and a database may refuse them."""
    kept = "".join(letter for letter in text if letter == "\n" or category(letter) not in ("Cc", "Cs")).strip()
    if not kept:
        raise ValueError("it says nothing")
    return kept


Text = Annotated[str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_plain)]
Mentions = Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=20)]


class CommentIn(BaseModel):
    """`mentions` are ids of people who are told."""

    model_config = ConfigDict(extra="forbid")

    text: Text
    mentions: Mentions = []


class ThreadIn(CommentIn):
    """A first comment and where it is pinned: a stretch of time, or words of a revision, or a question, or nowhere.

    Words are counted over the whole transcript, both ends included; their time is taken from the revision.
    """

    start_ms: Moment | None = None
    end_ms: Moment | None = None
    revision: Moment | None = None
    first_word: Moment | None = None
    last_word: Moment | None = None
    question_id: Annotated[str, Field(max_length=80)] | None = None

    @model_validator(mode="after")
    def _is_one_place(self) -> Self:
        words = (self.revision, self.first_word, self.last_word)
        if any(part is not None for part in words) != all(part is not None for part in words):
            raise ValueError("words need revision, first_word and last_word")
        if (self.start_ms is None) != (self.end_ms is None):
            raise ValueError("a time needs start_ms and end_ms")
        if self.first_word is not None and self.last_word is not None and self.last_word < self.first_word:
            raise ValueError("last_word lies before first_word")
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise ValueError("end_ms lies before start_ms")
        return self


class MentionOut(BaseModel):
    """Somebody who can be mentioned, or was."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    name: str
    role: Role


class CommentOut(BaseModel):
    """One person's words; `text` is None where they were taken back."""

    id: str
    person_id: str
    person_name: str
    by_agent: bool
    mine: bool
    text: str | None
    mentions: list[MentionOut]
    written_at: datetime
    edited_at: datetime | None


class ThreadOut(BaseModel):
    """A conversation about one place. Words are those of `revision`; in any other the time counts."""

    id: str
    call_id: str
    start_ms: int | None
    end_ms: int | None
    revision: int | None
    first_word: int | None
    last_word: int | None
    question_id: str | None
    shared_at: datetime | None
    resolved_at: datetime | None
    resolved_by_name: str | None
    comments: list[CommentOut]


class ThreadsOut(BaseModel):
    """All threads of a call that one may see, the earliest place first."""

    threads: list[ThreadOut]
    shareable: bool = Field(description="Whether the feedback is published, so that the agent may read along")
    writable: bool = Field(description="Whether one may begin threads")


class ResolvedIn(BaseModel):
    resolved: bool


class SharedIn(BaseModel):
    shared: bool

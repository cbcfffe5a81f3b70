"""What the web says about a file of people: what is wrong with it, and what it changes."""

from typing import Literal

from pydantic import BaseModel, Field

#: What can be wrong with a file of people; the page has a sentence for each.
PeopleProblemCode = Literal[
    "unreadable",
    "too_many_rows",
    "unknown_column",
    "column_twice",
    "column_missing",
    "too_many_cells",
    "missing",
    "too_long",
    "formula",
    "bad_email",
    "bad_role",
    "bad_language",
    "bad_date",
    "email_twice",
    "code_twice",
    "code_taken",
    "administrator",
    "not_an_agent",
    "no_programme",
    "none_running",
    "which_programme",
    "day_missing",
    "day_differs",
]
PeopleChangeKind = Literal["team_added", "person_added", "person_changed", "cohort_added", "member_added"]


class PeopleProblem(BaseModel):
    """One thing that is wrong. `line` counts from 1, None: the whole file; `column` is what its header says.

    `wanted` is what would do instead, or whom it collides with, as the code says.
    """

    code: PeopleProblemCode
    line: int | None = None
    column: str | None = None
    value: str | None = None
    wanted: str | None = None


class PeopleChange(BaseModel):
    """One thing that is made or changed; `fields` are the changed ones of a person, `to` what is joined."""

    kind: PeopleChangeKind
    line: int
    name: str
    fields: list[str] = []
    to: str | None = None


class FirstPassword(BaseModel):
    """The password of a new person; it is shown this once and kept nowhere."""

    name: str
    email: str
    password: str


class PeopleImportOut(BaseModel):
    """What a file of people comes to. Where there are problems, nothing was changed.

    `done` False: this was a trial, or there are problems. `unchanged` rows say what is so already.
    """

    problems: list[PeopleProblem]
    changes: list[PeopleChange]
    unchanged: int
    done: bool
    first_passwords: list[FirstPassword] = Field(description="Of the people who were added, if they were wished for")

"""What the web says about people, teams and sign-in."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, EmailStr, Field

from qa.platform.security.roles import Role

InterfaceLanguage = Literal["he", "en"]
ColourScheme = Literal["light", "dark", "auto"]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Password = Annotated[str, Field(min_length=10, max_length=200)]


class SignIn(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=1, max_length=200)]


class FirstAdministrator(BaseModel):
    """Spends the one-time token that `qa up` printed."""

    token: Annotated[str, Field(min_length=10, max_length=200)]
    name: Name
    email: EmailStr
    password: Password


class SetupState(BaseModel):
    """Whether the first administrator is still to be made; `demo` tells that demo people exist to sign in as."""

    needed: bool
    demo: bool


class TeamOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: str
    name: str


class PersonOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: str
    name: str
    email: str
    role: Role
    team: TeamOut | None
    agent_code: str | None = Field(description="The agent's number in the telephony system, as in sidecar files")
    interface_language: InterfaceLanguage
    colour_scheme: ColourScheme
    disabled: bool


class Me(BaseModel):
    """The signed-in person. `csrf_token` goes into the header X-CSRF-Token of every request that changes something."""

    person: PersonOut
    csrf_token: str
    demo: bool


class MyPreferences(BaseModel):
    interface_language: InterfaceLanguage | None = None
    colour_scheme: ColourScheme | None = None


class OwnPassword(BaseModel):
    """Another password of one's own; whoever changes it says the one that holds today."""

    current: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password


class NewPerson(BaseModel):
    name: Name
    email: EmailStr
    role: Role
    password: Password
    team_id: str | None = None
    agent_code: Annotated[str | None, Field(max_length=60)] = None
    interface_language: InterfaceLanguage = "he"


class PersonChange(BaseModel):
    """Only what is named changes."""

    name: Name | None = None
    role: Role | None = None
    team_id: str | None = None
    agent_code: Annotated[str | None, Field(max_length=60)] = None
    password: Password | None = None
    disabled: bool | None = None


class NewTeam(BaseModel):
    name: Name

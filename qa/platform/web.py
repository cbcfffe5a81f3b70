"""What every route stands on: the parts of the running system, a transaction, and who is asking."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session

from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import Forbidden, NotSignedIn, Refused
from qa.platform.jobs import Ledger
from qa.platform.jobs.bell import Bell
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.throttle import Throttle
from qa.platform.settings import Settings
from qa.platform.storage import Storage

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignRequest(Forbidden):
    """A request that changes something did not come from our own page."""

    code = "foreign_request"

    def __init__(self, why: str) -> None:
        super().__init__(f"refused, because it does not come from this system's own page: {why}")


class NobodySignedIn(NotSignedIn):
    """The request carries no open session."""

    def __init__(self) -> None:
        super().__init__("nobody is signed in, or the sign-in has ended")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session: who, and the word that proves that the page itself is asking."""

    principal: Principal
    csrf_token: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The running system, put together once by an entry point."""

    settings: Settings
    database: Database
    ledger: Ledger
    storage: Storage
    bell: Bell
    throttle: Throttle
    identify: Callable[[Session, Request], SignedIn | None]


def parts_of(request: Request) -> Parts:
    """The parts that the web process was put together from."""
    parts: Parts = request.app.state.parts
    return parts


The = Annotated[Parts, Depends(parts_of)]


def _reading(parts: The) -> Iterator[Session]:
    with parts.database.read() as session:
        yield session


def _writing(parts: The) -> Iterator[UnitOfWork]:
    with parts.database.write() as unit:
        yield unit


# Their scope is the function, not the request: the commit stands before the answer leaves.
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[UnitOfWork, Depends(_writing, scope="function")]


def _asking(request: Request, parts: The) -> Principal:
    with parts.database.read() as session:
        signed_in = parts.identify(session, request)
    if signed_in is None:
        raise NobodySignedIn
    if request.method not in _SAFE:
        check_origin(request)
        if request.headers.get("x-csrf-token") != signed_in.csrf_token:
            raise ForeignRequest("the header X-CSRF-Token is missing or old")
    return signed_in.principal


Asking = Annotated[Principal, Depends(_asking)]


def _holding(right: Right) -> Callable[[Principal], Principal]:
    def holding(asker: Asking) -> Principal:
        asker.require(right)
        return asker

    return holding


# Somebody who holds a right. It is asked for before the request's body is even looked at.
SeesAllCalls = Annotated[Principal, Depends(_holding(Right.SEE_ALL_CALLS))]
Uploads = Annotated[Principal, Depends(_holding(Right.UPLOAD_CALLS))]
HearsAgain = Annotated[Principal, Depends(_holding(Right.HEAR_AGAIN))]
RevealsNumbers = Annotated[Principal, Depends(_holding(Right.REVEAL_NUMBERS))]
Evaluates = Annotated[Principal, Depends(_holding(Right.EVALUATE))]
HasFeedback = Annotated[Principal, Depends(_holding(Right.OWN_FEEDBACK))]
SeesPeople = Annotated[Principal, Depends(_holding(Right.SEE_PEOPLE))]
ManagesPeople = Annotated[Principal, Depends(_holding(Right.MANAGE_PEOPLE))]
ManagesRubrics = Annotated[Principal, Depends(_holding(Right.MANAGE_RUBRICS))]
SeesInsights = Annotated[Principal, Depends(_holding(Right.SEE_INSIGHTS))]
Calibrates = Annotated[Principal, Depends(_holding(Right.CALIBRATE))]
ManagesNotices = Annotated[Principal, Depends(_holding(Right.MANAGE_NOTICES))]
AssignsDisputes = Annotated[Principal, Depends(_holding(Right.ASSIGN_DISPUTES))]
SeesPractice = Annotated[Principal, Depends(_holding(Right.SEE_PRACTICE))]
Assigns = Annotated[Principal, Depends(_holding(Right.ASSIGN))]
RunsProgrammes = Annotated[Principal, Depends(_holding(Right.RUN_PROGRAMMES))]
Coaches = Annotated[Principal, Depends(_holding(Right.COACH))]
Practises = Annotated[Principal, Depends(_holding(Right.PRACTISE))]


def check_origin(request: Request) -> None:
    """Raises ForeignRequest where a browser says that another site's page is asking."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    settings = parts_of(request).settings
    ours = {f"{request.url.scheme}://{request.headers.get('host', '')}", settings.address}
    if origin not in ours:
        raise ForeignRequest(f"its origin is {origin}")


class VersionMissing(Refused):
    """A change must name the version that it was made from."""

    code = "version_missing"

    def __init__(self, header: str | None) -> None:
        self.header = header
        super().__init__(f'the header If-Match must hold the version that was read, like "3"; it holds {header!r}')


def _if_match(if_match: Annotated[str | None, Header()] = None) -> int:
    try:
        return int((if_match or "").removeprefix("W/").strip('"'))
    except ValueError as error:
        raise VersionMissing(if_match) from error


IfMatch = Annotated[int, Depends(_if_match)]


def to_take_away(name: str) -> dict[str, str]:
    """The headers of an answer that a browser keeps as a file of that name, and nobody on the way keeps."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}

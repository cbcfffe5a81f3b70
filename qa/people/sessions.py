"""How a browser proves who it is: a cookie that scripts cannot read."""

from fastapi import Request, Response
from sqlalchemy.orm import Session

from qa.people import service
from qa.platform.security.principal import Principal
from qa.platform.web import SignedIn, parts_of


def cookie_name(request: Request) -> str:
    """Over TLS the cookie is bound to the host by its name; plain loopback cannot have that prefix everywhere."""
    return "__Host-qa_session" if request.url.scheme == "https" else "qa_session"


def identify(session: Session, request: Request) -> SignedIn | None:
    """Who is behind the request's cookie, if its session is open."""
    token = request.cookies.get(cookie_name(request))
    found = service.session_of(session, token) if token else None
    if found is None:
        return None
    return SignedIn(Principal(found.person.id, found.person.role), found.csrf_token)


def give_cookie(request: Request, response: Response, token: str) -> None:
    """Hand the session's token to the browser."""
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=parts_of(request).settings.session_hours * 3600,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
        path="/",
    )


def take_cookie(request: Request, response: Response) -> None:
    """Make the browser forget the token."""
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), path="/", httponly=True, secure=secure, samesite="lax")

"""Signed, short-lived statements: "this person may hear this call until then"."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from qa.platform.clock import now
from qa.platform.errors import NotFound


def new_token() -> str:
    """256 bits of chance, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: a stolen database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign(key: bytes, purpose: str, statement: dict[str, Any], *, seconds: int) -> str:
    """A token that says `statement` for `seconds` from now and is good for `purpose` only."""
    body = json.dumps(statement | {"until": int(now().timestamp()) + seconds}, separators=(",", ":")).encode()
    return f"{_encode(body)}.{_encode(_mac(key, purpose, body))}"


def read(key: bytes, purpose: str, token: str) -> dict[str, Any]:
    """The statement of a token. Raises NotFound where it is forged, meant for something else, or over."""
    try:
        body, mac = (_decode(part) for part in token.split("."))
    except ValueError as error:
        raise NotFound("address", "of that form") from error
    if not hmac.compare_digest(mac, _mac(key, purpose, body)):
        raise NotFound("address", "with that signature")
    statement: dict[str, Any] = json.loads(body)
    if statement.pop("until") < now().timestamp():
        raise NotFound("address", "that is still valid")
    return statement


def _mac(key: bytes, purpose: str, body: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\0" + body, "sha256")


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

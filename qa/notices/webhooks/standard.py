"""Signing by the Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"""

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

_PREFIX = "whsec_"


def new_secret() -> str:
    """192 bits of chance in the form that receivers' libraries read."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def headers(message_id: str, at: datetime, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers of a message that is sent now; one signature a secret, the newest first."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signature(message_id, stamp, body, secret) for secret in keys),
    }


def signature(message_id: str, stamp: str, body: bytes, secret: str) -> str:
    """Version 1: HMAC-SHA256 over id, time and body, with full stops between."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()

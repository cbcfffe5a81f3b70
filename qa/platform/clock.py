"""What time it is, and names that nobody else has."""

import secrets
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no letters that are read for another


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Sixteen characters: nine tell the millisecond, so that ids sort by age, seven are chance."""
    stamp = int(now().timestamp() * 1000)
    return _base32(stamp, 9) + "".join(secrets.choice(_ALPHABET) for _ in range(7))


def _base32(number: int, digits: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits)))

"""What time it is, and names that nobody else has."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no letters that are read for another


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Sixteen characters: nine tell the millisecond, so that ids sort by age, seven are chance."""
    return id_of(now(), secrets.choice)


def id_of(moment: datetime, choose: Callable[[str], str]) -> str:
    """The same for something of that moment; `choose` picks one of the letters that it is given."""
    return _base32(int(moment.timestamp() * 1000), 9) + "".join(choose(_ALPHABET) for _ in range(7))


def _base32(number: int, digits: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits)))

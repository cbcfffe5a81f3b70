"""What time it is, and names that nobody else has."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no letters that are read for another
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_CHANCE_BITS = 35


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The day that it is in a zone, such as "Asia/Jerusalem"."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def new_id() -> str:
    """Sixteen characters: nine tell the millisecond, so that ids sort by age, seven are chance."""
    return id_of(now(), secrets.randbits)


def id_of(moment: datetime, bits: Callable[[int], int]) -> str:
    """The same for something of that moment; `bits` gives a number of so many bits by chance."""
    number = int(moment.timestamp() * 1000) << _CHANCE_BITS | bits(_CHANCE_BITS)
    return "".join(_PAIRS[number >> place & 1023] for place in range(70, -1, -10))

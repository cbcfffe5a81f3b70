"""Slows down guessing: so many tries a name, so many an address."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from qa.platform.errors import TooMany


class Throttle:
    """Counts tries within this web process."""

    def __init__(self, limit: str) -> None:
        self._limit = parse(limit)
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, what: str, *names: str) -> None:
        """Count one try under each name. Raises TooMany once any of them has had its share."""
        for name in names:
            if not self._counter.hit(self._limit, what, name):
                stats = self._counter.get_window_stats(self._limit, what, name)
                from time import time

                raise TooMany(what, max(1, int(stats.reset_time - time())))

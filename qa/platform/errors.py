"""The one root of every error that Mashov raises on purpose.

A leaf keeps the offending object and builds its own message: what, where, and what to do. Messages are for people.
`code` is the stable, translatable name under which the page and the command line know the error. What HTTP status a
family becomes is decided in one file only, `qa/app.py`.
"""

from typing import ClassVar


class QaError(Exception):
    """Anything that Mashov refuses or fails at knowingly."""

    code: ClassVar[str] = "error"
    #: What of the offending object the page needs to point at it.
    detail: object = None


class Refused(QaError):
    """The input is not acceptable; the same input will be refused again."""

    code = "refused"


class NotFound(QaError):
    """There is no such thing, or the asker may not know that there is: both look the same."""

    code = "not_found"

    def __init__(self, what: str, key: object) -> None:
        self.what, self.key = what, key
        super().__init__(f"no {what} {key}")


class NotSignedIn(QaError):
    """Nobody is signed in, or the sign-in has ended."""

    code = "not_signed_in"


class Forbidden(QaError):
    """The person's role does not include this action."""

    code = "forbidden"


class Conflict(QaError):
    """The request contradicts the present state."""

    code = "conflict"


class StaleVersion(QaError):
    """Someone else changed the object since it was read."""

    code = "stale_version"

    def __init__(self, what: str, expected: int, found: int) -> None:
        self.what, self.expected, self.found = what, expected, found
        super().__init__(f"{what} is at version {found}, not {expected}: someone changed it meanwhile")


class TooMany(QaError):
    """Asked too often; try later."""

    code = "too_many"

    def __init__(self, what: str, retry_after_s: int) -> None:
        self.what, self.retry_after_s = what, retry_after_s
        super().__init__(f"too many {what}; try again in {retry_after_s} s")


class Unavailable(QaError):
    """A part that is needed is missing or does not answer; it may later."""

    code = "unavailable"

"""Passwords are kept as argon2id hashes with the library's current parameters."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()

#: Checked when the account does not exist, so that a missing account takes as long as a wrong password.
NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """An argon2id hash with its salt and parameters."""
    return _hasher.hash(password)


def is_password(password: str, hashed: str) -> bool:
    """Whether the password belongs to the hash."""
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash should be made again with today's parameters."""
    return _hasher.check_needs_rehash(hashed)

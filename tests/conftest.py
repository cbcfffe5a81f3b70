"""What every test may lean on."""

import socket

import pytest


@pytest.fixture
def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def light_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same argon2id, but cheap: tests make hundreds of accounts, and guess none."""
    from argon2 import PasswordHasher

    monkeypatch.setattr("qa.platform.security.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=64))

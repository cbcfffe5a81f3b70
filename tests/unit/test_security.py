"""Signatures, passwords, throttling, roles."""

import pytest

from qa.platform.errors import NotFound, TooMany
from qa.platform.security import signing
from qa.platform.security.passwords import hash_password, is_password
from qa.platform.security.principal import Principal, RightMissing
from qa.platform.security.roles import Right, Role
from qa.platform.security.throttle import Throttle

KEY = b"k" * 32


def test_a_signed_statement_comes_back() -> None:
    token = signing.sign(KEY, "playback", {"call": "c1"}, seconds=60)
    assert signing.read(KEY, "playback", token) == {"call": "c1"}


def test_a_statement_is_good_for_its_purpose_key_and_time_only() -> None:
    token = signing.sign(KEY, "playback", {"call": "c1"}, seconds=60)
    over = signing.sign(KEY, "playback", {"call": "c1"}, seconds=-1)
    for key, purpose, said in ((KEY, "other", token), (b"x" * 32, "playback", token), (KEY, "playback", over)):
        with pytest.raises(NotFound):
            signing.read(key, purpose, said)


@pytest.mark.parametrize("position", [0, 5, -5, -1])
def test_a_changed_character_breaks_the_signature(position: int) -> None:
    token = signing.sign(KEY, "playback", {"call": "c1"}, seconds=60)
    at = position % len(token)
    forged = token[:at] + ("A" if token[at] != "A" else "Q") + token[at + 1 :]
    with pytest.raises(NotFound):
        signing.read(KEY, "playback", forged)


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "no-dot", "%%.%%", "ä.ö"])
def test_what_is_no_token_at_all_is_not_found(token: str) -> None:
    with pytest.raises(NotFound):
        signing.read(KEY, "playback", token)


def test_only_the_password_itself_opens() -> None:
    hashed = hash_password("סיסמה ארוכה מאוד")
    assert hashed.startswith("$argon2id$")
    assert is_password("סיסמה ארוכה מאוד", hashed)
    assert not is_password("סיסמה ארוכה מאו", hashed)
    assert not is_password("anything", "not a hash")


def test_a_name_has_its_share_of_tries_and_others_keep_theirs() -> None:
    throttle = Throttle("2/minute")
    throttle.count("tries", "a")
    throttle.count("tries", "a")
    with pytest.raises(TooMany) as refused:
        throttle.count("tries", "a")
    assert 1 <= refused.value.retry_after_s <= 60
    throttle.count("tries", "b")


def test_an_agent_has_no_right_over_the_calls_of_others() -> None:
    agent = Principal("p1", Role.AGENT)
    for right in set(Right) - {Right.OWN_FEEDBACK, Right.PRACTISE}:
        with pytest.raises(RightMissing):
            agent.require(right)

"""Drills as something that members of a cohort owe: registered once by whoever puts the parts together."""

from qa.practice.drills.service import DRILL, done_between
from qa.programmes import dues


def be_counted() -> None:
    """From now on programmes may ask for drills. Saying so twice is saying so once."""
    dues.provide(DRILL, done_between)

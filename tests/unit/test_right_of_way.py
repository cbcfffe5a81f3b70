"""Right of way: long work stands still while somebody waits for something short."""

import threading

from qa.platform.jobs.way import RightOfWay


def test_long_work_waits_for_everybody_who_is_in_a_hurry_and_goes_on_after() -> None:
    way, went_on = RightOfWay(), threading.Event()
    long = threading.Thread(target=lambda: (way.give(), went_on.set()))
    with way:
        with way:
            long.start()
            assert not went_on.wait(0.1)
        assert not went_on.wait(0.1), "the second is still there"
    assert went_on.wait(5)
    long.join()


def test_nobody_in_a_hurry_keeps_nobody_waiting() -> None:
    RightOfWay().give()


def test_an_error_of_the_hurried_lets_the_others_go_on() -> None:
    way = RightOfWay()
    try:
        with way:
            raise RuntimeError
    except RuntimeError:
        way.give()

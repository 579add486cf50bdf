"""What is doubtful about the time of a rating, and where the far limit lies."""

import itertools

import pytest

from surveys import tempo
from surveys.register import Place
from surveys.screening import BURST, CROWD, HASTE, RUN, SENDER
from surveys.tempo import Flood, Spent, Tempo
from surveys.tickets import Ticket

pytestmark = pytest.mark.fast

HOUR = 3_600_000
START = 1_700_000_000_000


def place(record: int = 0, id_: int = 1) -> Place:
    return Place(id_, "000000000", "open", 1, None, 1, (0,), (1,), busiest_hour=record)


def ticket(number: int, issued_ms: int = 0) -> Ticket:
    return Ticket(f"{number:032x}", issued_ms, b"")


def judged(
    seen: Tempo, where: Place, gap_ms: float, times: int, sender: bytes | None = None
) -> list[int]:
    """The flags of so many ratings, each with a page of its own; marks 1 to 5 in turn."""
    marks, numbers = itertools.cycle((5, 4, 5, 3)), itertools.count(id(seen))
    flags = []
    for turn in range(times):
        page, now = ticket(next(numbers) * 10_000 + turn), START + int(turn * gap_ms)
        flags.append(seen.judge(where, page, page.random, next(marks), now, sender))
    return flags


def test_a_lobby_in_its_usual_hour_is_not_doubted() -> None:
    assert set(judged(Tempo(), place(record=90), HOUR / 90, 300, b"one lobby")) == {0}


def test_beyond_three_times_its_record_a_touchpoint_is_doubted_and_goes_on() -> None:
    flags = judged(Tempo(), place(record=90), HOUR / 600, 400)

    assert flags[:270] == [0] * 270
    assert set(flags[270:]) == {CROWD}


def test_a_new_touchpoint_may_have_a_busy_first_day() -> None:
    flags = judged(Tempo(), place(), HOUR / 200, tempo.CROWD + 1)
    assert flags == [0] * tempo.CROWD + [CROWD]


def test_a_slower_hour_after_a_crowd_is_trusted_again() -> None:
    seen, where = Tempo(), place()
    judged(seen, where, HOUR / 600, 300)
    page = ticket(1)

    assert seen.judge(where, page, page.random, 4, START + 2 * HOUR, None) == 0


def test_twenty_within_ten_seconds_are_a_burst_but_not_where_that_is_usual() -> None:
    assert judged(Tempo(), place(), 300, 30)[-1] & BURST
    assert not judged(Tempo(), place(record=3000), 300, 30)[-1] & BURST


def test_a_tap_before_anybody_could_read_is_too_fast() -> None:
    seen, hasty, calm = Tempo(), ticket(1, START), ticket(2, START)

    assert seen.judge(place(), hasty, hasty.random, 5, START + 200, None) == HASTE
    assert seen.judge(place(), calm, calm.random, 4, START + 5_000, None) == 0


def test_one_mark_again_and_again_is_doubted_only_when_people_cannot_take_turns_so_fast() -> None:
    def same_mark(gap_ms: int) -> int:
        seen, flags = Tempo(), 0
        for turn in range(40):
            page = ticket(turn)
            flags |= seen.judge(place(), page, page.random, 5, START + turn * gap_ms, None)
        return flags

    assert same_mark(2_000) & RUN
    assert not same_mark(60_000) & RUN


def test_one_sender_all_over_the_city_is_doubted() -> None:
    seen, flags = Tempo(), []
    for number in range(tempo.SENDER + 1):
        page, where = ticket(number), place(id_=number)
        flags.append(seen.judge(where, page, page.random, 1, START + number * 1000, b"one"))

    assert flags == [0] * tempo.SENDER + [SENDER]


def test_far_beyond_every_record_nothing_is_taken_until_the_hour_is_over() -> None:
    seen, where = Tempo(), place(record=1000)
    judged(seen, where, 1, 20_000)
    page = ticket(1)

    for _again in range(2):
        with pytest.raises(Flood):
            seen.judge(where, page, page.random, 5, START + 30_000, None)
    assert seen.judge(where, page, page.random, 5, START + 2 * HOUR, None) == 0


def test_ten_thousand_in_an_hour_are_taken_wherever_they_come() -> None:
    seen, where = Tempo(), place()
    assert len(judged(seen, where, 1, 10_000)) == 10_000
    with pytest.raises(Flood):
        seen.judge(where, ticket(1), "k", 5, START + 10_000, None)


def test_a_repeat_is_judged_once_and_does_not_fill_the_hour() -> None:
    seen, where, page = Tempo(), place(), ticket(1, START)
    flags = {seen.judge(where, page, page.random, 5, START + n, None) for n in range(20_000)}

    assert flags == {HASTE}


def test_a_page_carries_three_ratings() -> None:
    seen, page = Tempo(), ticket(1)
    for tap in "abc":
        seen.judge(place(), page, tap, 5, START, None)
    with pytest.raises(Spent):
        seen.judge(place(), page, "d", 5, START, None)
    assert seen.judge(place(), page, "a", 5, START, None) == 0


def test_a_clock_that_is_set_back_goes_on_counting() -> None:
    seen, where = Tempo(), place()
    judged(seen, where, 1000, tempo.CROWD)
    page = ticket(1)

    assert seen.judge(where, page, page.random, 4, START - 10 * HOUR, None) & CROWD


def test_what_was_counted_before_the_clock_was_set_back_is_over_an_hour_later() -> None:
    seen, where = Tempo(), place()
    judged(seen, where, 1000, tempo.CROWD)
    first, later = ticket(1), ticket(2)
    seen.judge(where, first, first.random, 4, START - 10 * HOUR, None)

    assert seen.judge(where, later, later.random, 5, START - 9 * HOUR + 60_000, None) == 0

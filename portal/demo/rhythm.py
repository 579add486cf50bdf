"""When people come: the week, the day, and the holidays of a Vietnamese office."""

import math
from datetime import date, timedelta
from random import Random

# Share of a full working day's visitors, Monday first. One-stop shops open on Saturday mornings.
WEEK = (1.25, 1.05, 1.0, 0.95, 1.0, 0.3, 0.0)
# Visitors by hour of the office's clock: 7:30 to 11:30 and 13:30 to 17:00.
HOURS = {7: 4, 8: 14, 9: 18, 10: 15, 11: 6, 13: 6, 14: 14, 15: 13, 16: 8}
# The Tết leave as announced for each year: first and last day.
TET = (
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2025, 1, 25), date(2025, 2, 2)),
    (date(2026, 2, 14), date(2026, 2, 22)),
)
# Days of leave by month and day; the Hùng Kings' day moves with the moon and is left out.
LEAVE = {(1, 1), (4, 30), (5, 1), (9, 1), (9, 2)}


def busyness(day: date) -> float:
    """How busy a day is, where an ordinary weekday is 1; 0 when the office is closed."""
    if (day.month, day.day) in LEAVE or any(first <= day <= last for first, last in TET):
        return 0.0
    # Everybody wants papers in the two weeks before Tết, nobody in the week after.
    for first, last in TET:
        if timedelta(0) < first - day <= timedelta(14):
            return 1.5 * WEEK[day.weekday()]
        if timedelta(0) < day - last <= timedelta(7):
            return 0.5 * WEEK[day.weekday()]
    # Birth and residence papers for the school year.
    school = 1.15 if day.month in (8, 9) else 1.0
    return school * WEEK[day.weekday()]


def visitors(chance: Random, mean: float) -> int:
    """How many come when ``mean`` are expected: a Poisson number, by Knuth's method."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def hour_of_visit(chance: Random) -> tuple[int, int, int]:
    """The hour, minute and second of one visit."""
    hour = chance.choices(list(HOURS), weights=list(HOURS.values()))[0]
    early, late = (30, 59) if hour in (7, 13) else (0, 29) if hour == 11 else (0, 59)
    return hour, chance.randint(early, late), chance.randint(0, 59)

"""Filling a database from our own seed files; a second time adds nothing."""

from datetime import date

from sqlalchemy import Connection

from surveys import days, register
from surveys.seeding import catalogue, posters, reform, units
from surveys.seeding.survey import seed_default
from surveys.seeds import read_seed

__all__ = ["REFORM", "SEEDS", "seed_city", "seed_default", "seed_pilot"]

# Source: Resolution 1669/NQ-UBTVQH15: the new authorities work from this day on.
REFORM = date(2025, 7, 1)


def seed_pilot(connection: Connection) -> int:
    """Enter the twelve pilot units, their services, touchpoints and the default survey.

    Where the reform of 2025 was carried out already, the touchpoints lead on at once.

    Returns:
        How many units were new; 0 the second time.
    """
    seed = read_seed("pilot")
    survey_id = seed_default(connection)
    fresh = units.enter(connection, seed["units"])
    catalogue.enter(connection, seed)
    posters.enter(connection, seed["touchpoints"], survey_id)
    reform.lead_on(connection)
    register.touch(connection)
    return len(fresh)


def seed_city(connection: Connection) -> int:
    """Enter the 114 units of 2025 and all they followed, and carry out the reform of that year.

    A register of the pilot is brought over the reform: its units end, and their touchpoints lead
    to the successors from now on; what was received stays where it was received.

    Returns:
        How many units were new; 0 the second time.
    """
    seed = read_seed("city")
    survey_id = seed_default(connection)
    reform.end(connection, seed["units"])
    fresh = units.enter(connection, seed["units"])
    reform.succeed(connection, seed["units"])
    catalogue.enter(connection, read_seed("pilot"))
    each = posters.of_each(seed["units"], seed["touchpoints"], REFORM)
    posters.enter(connection, each, survey_id, days.now_ms())
    reform.lead_on(connection)
    register.touch(connection)
    return len(fresh)


SEEDS = {"pilot": seed_pilot, "city": seed_city}

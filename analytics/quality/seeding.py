"""What belongs to the quality loop in a database that is filled from our seeds; twice adds nothing.

Units, services and touchpoints come first, from ``surveys.seeding``.
"""

from __future__ import annotations

from sqlalchemy import Connection

from analytics.quality import annex, waves
from surveys.places import LEVELS
from surveys.seeds import read_seed


def seed_quality(connection: Connection, what: str) -> int:
    """Enter the indicators of Annex A and the wave of the ``pilot`` or of the ``city``.

    Returns:
        How many units were new in the wave.
    """
    annex.enter(connection)
    units = read_seed(what)["units"]
    if what == "pilot":
        slugs = [unit["slug"] for unit in units if unit["kind"] != "city"]
        return waves.enter_wave(connection, "pilot-2023", slugs)
    now = [unit for unit in units if unit.get("closed_on") is None]
    slugs = [unit["slug"] for unit in now if LEVELS[unit["kind"]] == "commune"]
    return waves.enter_wave(connection, "city", slugs)

"""Entering units with their names, dated codes and parents."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from surveys.folding import fold
from surveys.places import Unit, UnitCode, UnitName, UnitParent
from surveys.seeding.rows import Seed, add, dated, day, slugs


def enter(connection: Connection, seeds: Iterable[Seed]) -> set[str]:
    """Enter the units of a seed that are not there; those that are stay as they are.

    Returns:
        The slugs of the new ones.
    """
    known = slugs(connection, Unit)
    fresh = [unit for unit in seeds if unit["slug"] not in known]
    add(connection, Unit, [_columns(unit) for unit in fresh])
    ids = slugs(connection, Unit)
    add(
        connection,
        UnitName,
        [
            {"unit_id": ids[unit["slug"]], "language": language, "name": name, "folded": fold(name)}
            for unit in fresh
            for language, name in unit["names"].items()
        ],
    )
    add(
        connection,
        UnitCode,
        [{"unit_id": ids[u["slug"]]} | dated(code) for u in fresh for code in u["codes"]],
    )
    add(connection, UnitParent, [row for unit in fresh for row in _parents(unit, ids)])
    return {unit["slug"] for unit in fresh}


def _columns(unit: Seed) -> dict[str, object]:
    span = {"opened_on": day(unit.get("opened_on")), "closed_on": day(unit.get("closed_on"))}
    return {"slug": unit["slug"], "kind": unit["kind"]} | span


def _parents(unit: Seed, ids: Mapping[str, int]) -> Iterable[dict[str, object]]:
    for parent in unit["parents"]:
        row = dated({key: parent[key] for key in ("valid_from", "valid_to")})
        yield row | {"unit_id": ids[unit["slug"]], "parent_id": ids[parent["slug"]]}

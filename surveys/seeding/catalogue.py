"""Entering the services, with their groups, codes and the levels that offer them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from surveys.register import ALWAYS
from surveys.seeding.rows import Seed, add, dated, known_or_new, slugs
from surveys.services import (
    Service,
    ServiceCode,
    ServiceGroup,
    ServiceGroupName,
    ServiceName,
    ServiceOffer,
)

# From when the levels of the seed file hold: before the reform, and from the reform of 1 July 2025.
_ERAS = {"2023": ALWAYS, "2025": date(2025, 7, 1)}


def enter(connection: Connection, seed: Seed) -> None:
    """Enter the groups and services of a seed that are not there."""
    known_groups = slugs(connection, ServiceGroup)
    for position, group in enumerate(seed["service_groups"]):
        if group["slug"] in known_groups:
            continue
        columns = {"slug": group["slug"], "position": position}
        group_id = known_or_new(connection, ServiceGroup, **columns)
        names = [{"language": language, "name": name} for language, name in group["names"].items()]
        add(connection, ServiceGroupName, [{"group_id": group_id, **name} for name in names])
    groups, known = slugs(connection, ServiceGroup), slugs(connection, Service)
    for service in seed["services"]:
        if service["slug"] not in known:
            _service(connection, service, groups[service["group"]])


def _service(connection: Connection, service: Seed, group_id: int) -> None:
    plain = {key: service[key] for key in ("slug", "domain", "agency", "general")}
    service_id = known_or_new(connection, Service, **plain, group_id=group_id)
    of = {"service_id": service_id}
    # A time known from memory only is not shown to anybody.
    legal = service["legal_time"] if (service["legal_time"] or {}).get("verified") else {}
    words = legal.get("words", {})
    names = [
        {"language": language, "name": name, "legal_time": words.get(language)}
        for language, name in service["names"].items()
    ]
    add(connection, ServiceName, [of | name for name in names])
    add(connection, ServiceCode, [of | dated(code) for code in service["codes"]])
    span = {"legal_days": legal.get("value"), "legal_unit": legal.get("unit")}
    add(connection, ServiceOffer, [of | offer | span for offer in _offers(service["levels"])])


def _offers(levels: Mapping[str, list[str]]) -> Iterable[dict[str, Any]]:
    """At which level since when; nothing ends in a training register."""
    first = {level: era for era in reversed(_ERAS) for level in levels[era]}
    for level, era in first.items():
        yield {"level": level, "valid_from": _ERAS[era], "valid_to": None}

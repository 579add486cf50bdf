"""Filling a new database from our own seed files; a second time adds nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from surveys import codes, days, register
from surveys.database import Base
from surveys.definitions import Definition
from surveys.folding import fold
from surveys.places import Unit, UnitCode, UnitName, UnitParent
from surveys.responses import CHANNELS
from surveys.seeds import read_seed
from surveys.services import (
    Service,
    ServiceCode,
    ServiceGroup,
    ServiceGroupName,
    ServiceName,
    ServiceOffer,
)
from surveys.surveys import Survey, SurveyVersion
from surveys.touchpoints import Touchpoint, TouchpointName, TouchpointUnit

# From when the levels of the seed file hold: before the reform, and from the reform of 1 July 2025.
_ERAS = {"2023": register.ALWAYS, "2025": date(2025, 7, 1)}
_BEGINNING_MS = 0

Seed = Mapping[str, Any]


def seed_pilot(connection: Connection) -> int:
    """Enter the twelve pilot units, their services, touchpoints and the default survey.

    Returns:
        How many units were new; 0 the second time.
    """
    seed = read_seed("pilot")
    survey_id = seed_survey(connection, read_seed("survey"))
    fresh = _units(connection, seed["units"])
    _services(connection, seed)
    _touchpoints(connection, seed["touchpoints"], survey_id)
    register.touch(connection)
    return fresh


def seed_survey(connection: Connection, definition: Seed) -> int:
    """Publish a survey version if it is not there; the survey's id.

    Raises:
        BadDefinition: the definition cannot be asked.
        ValueError: this version was published with other words; a published version never changes.
    """
    asked = Definition.parse(definition)
    survey_id = _known_or_new(connection, Survey, slug=asked.survey)
    digest = hashlib.sha256(
        json.dumps(definition, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    published = connection.scalar(
        select(SurveyVersion.digest).where(
            SurveyVersion.survey_id == survey_id, SurveyVersion.number == asked.version
        )
    )
    if published is None:
        version = {"survey_id": survey_id, "number": asked.version, "digest": digest}
        connection.execute(
            insert(SurveyVersion).values(
                **version, definition=dict(definition), published_at=days.now()
            )
        )
    elif published != digest:
        raise ValueError(f"survey {asked.survey} version {asked.version} is published already")
    return survey_id


def _known_or_new(connection: Connection, table: type[Base], **columns: Any) -> int:
    """The id of the row whose first column has this value; entered if there is none."""
    name, value = next(iter(columns.items()))
    row = table.__table__
    known = connection.scalar(select(row.c.id).where(row.c[name] == value))
    if known is not None:
        return int(known)
    made = connection.execute(insert(table).values(**columns))
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def _slugs(connection: Connection, table: type[Unit | Service | ServiceGroup]) -> dict[str, int]:
    return {row.slug: row.id for row in connection.execute(select(table.slug, table.id))}


def _units(connection: Connection, units: Iterable[Seed]) -> int:
    known = _slugs(connection, Unit)
    fresh = [unit for unit in units if unit["slug"] not in known]
    for unit in fresh:
        known[unit["slug"]] = _known_or_new(connection, Unit, slug=unit["slug"], kind=unit["kind"])
    for unit in fresh:
        unit_id = known[unit["slug"]]
        for language, name in unit["names"].items():
            _add(connection, UnitName, unit_id, language=language, name=name, folded=fold(name))
        for code in unit["codes"]:
            _add(connection, UnitCode, unit_id, **_dated(code))
        for parent in unit["parents"]:
            span = _dated({key: parent[key] for key in ("valid_from", "valid_to")})
            _add(connection, UnitParent, unit_id, parent_id=known[parent["slug"]], **span)
    return len(fresh)


def _add(connection: Connection, table: type[Base], unit_id: int, **columns: Any) -> None:
    connection.execute(insert(table).values(unit_id=unit_id, **columns))


def _dated(row: Seed) -> dict[str, Any]:
    """A seed row with its days read; no beginning means always."""
    start, end = row["valid_from"], row["valid_to"]
    return dict(row) | {
        "valid_from": date.fromisoformat(start) if start else register.ALWAYS,
        "valid_to": date.fromisoformat(end) if end else None,
    }


def _services(connection: Connection, seed: Seed) -> None:
    known_groups = _slugs(connection, ServiceGroup)
    for position, group in enumerate(seed["service_groups"]):
        if group["slug"] in known_groups:
            continue
        columns = {"slug": group["slug"], "position": position}
        group_id = _known_or_new(connection, ServiceGroup, **columns)
        for language, name in group["names"].items():
            row = {"group_id": group_id, "language": language, "name": name}
            connection.execute(insert(ServiceGroupName).values(row))
    groups, known = _slugs(connection, ServiceGroup), _slugs(connection, Service)
    for service in seed["services"]:
        if service["slug"] not in known:
            _service(connection, service, groups[service["group"]])


def _service(connection: Connection, service: Seed, group_id: int) -> None:
    plain = {key: service[key] for key in ("slug", "domain", "agency", "general")}
    service_id = _known_or_new(connection, Service, **plain, group_id=group_id)
    # A time known from memory only is not shown to anybody.
    legal = service["legal_time"] if (service["legal_time"] or {}).get("verified") else {}
    for language, name in service["names"].items():
        words = {"name": name, "legal_time": legal.get("words", {}).get(language)}
        row = {"service_id": service_id, "language": language} | words
        connection.execute(insert(ServiceName).values(row))
    for code in service["codes"]:
        connection.execute(insert(ServiceCode).values(service_id=service_id, **_dated(code)))
    span = {"legal_days": legal.get("value"), "legal_unit": legal.get("unit")}
    for offer in _offers(service["levels"]):
        connection.execute(insert(ServiceOffer).values(service_id=service_id, **offer, **span))


def _offers(levels: Mapping[str, list[str]]) -> Iterable[dict[str, Any]]:
    """At which level since when; nothing ends in a training register."""
    first = {level: era for era in reversed(_ERAS) for level in levels[era]}
    for level, era in first.items():
        yield {"level": level, "valid_from": _ERAS[era], "valid_to": None}


def _touchpoints(connection: Connection, touchpoints: Iterable[Seed], survey_id: int) -> None:
    known = set(connection.scalars(select(Touchpoint.seed)))
    units, services = _slugs(connection, Unit), _slugs(connection, Service)
    for touchpoint in touchpoints:
        if touchpoint["seed"] in known:
            continue
        touchpoint_id = _known_or_new(
            connection,
            Touchpoint,
            seed=touchpoint["seed"],
            code=codes.new_code(),
            service_id=services[touchpoint["service"]] if touchpoint["service"] else None,
            survey_id=survey_id,
            channel=CHANNELS[touchpoint["channel"]],
            state="open",
            opened_at=days.now(),
            busiest_hour=0,
        )
        for language, name in touchpoint["names"].items():
            row = {"touchpoint_id": touchpoint_id, "language": language, "name": name}
            connection.execute(insert(TouchpointName).values(row))
        lead = {"touchpoint_id": touchpoint_id, "unit_id": units[touchpoint["unit"]]}
        connection.execute(insert(TouchpointUnit).values(**lead, since_ms=_BEGINNING_MS))

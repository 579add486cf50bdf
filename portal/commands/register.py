"""``portal migrate``, ``portal seed`` and ``portal touchpoints``: the schema and the register."""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.settings import Settings, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from portal.commands import Subparsers
    from surveys.register import Place, Register


def add_to(subparsers: "Subparsers") -> None:
    """Add the commands."""
    migrating = subparsers.add_parser("migrate", help="create the schema or bring it up to date")
    migrating.set_defaults(run=run_migrate)
    seeding_ = subparsers.add_parser("seed", help="enter the units, services and touchpoints")
    told = "pilot: the 12 units of 2023; city: the 114 of 2025 and all they followed"
    seeding_.add_argument("what", choices=["pilot", "city"], help=told)
    seeding_.set_defaults(run=run_seed)
    listing = subparsers.add_parser("touchpoints", help="list the touchpoints and their links")
    listing.add_argument("--unit", metavar="SLUG", help="of one unit only")
    listing.add_argument("--format", choices=["table", "json"], default="table")
    listing.set_defaults(run=run_touchpoints)


def run_migrate(_arguments: argparse.Namespace) -> None:
    """Bring the schema to this release."""
    from portal.database import migrate

    migrate(read_settings().database_url)
    print("The database is up to date.")


def run_seed(arguments: argparse.Namespace) -> None:
    """Migrate, then enter the register of the pilot or of the city."""
    fresh = seed(read_settings(), arguments.what)
    print(f"{fresh} units are new." if fresh else "The register was there already.")


def seed(settings: Settings, what: str) -> int:
    """Migrate and seed the ``pilot`` or the ``city``; how many units were new."""
    from analytics.quality.seeding import seed_quality
    from portal.database import migrate
    from surveys import seeding
    from surveys.database import opened, writing

    migrate(settings.database_url)
    with opened(settings.database_url) as engine, writing(engine) as connection:
        fresh = seeding.SEEDS[what](connection)
        seed_quality(connection, what)
        return fresh


def run_touchpoints(arguments: argparse.Namespace) -> None:
    """Print the touchpoints as a table or as JSON."""
    from surveys.codes import format_code
    from surveys.database import opened, reading

    settings = read_settings()
    with opened(settings.database_url) as engine, reading(engine) as connection:
        found = list(list_touchpoints(connection, settings, arguments.unit))
    if arguments.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for row in found:
        code = format_code(str(row["code"]))
        print(f"{code}  {row['state']:8} {row['unit']:24} {row['counter']}  {row['link']}")


def list_touchpoints(
    connection: "Connection", settings: Settings, unit: str | None = None
) -> Iterator[dict[str, str | None]]:
    """The touchpoints in the order of their units.

    Yields:
        ``code, unit, service, counter, channel, link, state``; service is a slug or None.

    Raises:
        UnknownUnit: no unit has this slug.
    """
    from surveys import register

    here = register.load(connection)
    of = here.find_unit(unit) if unit else None
    for place in sorted(here.places.values(), key=lambda place: (place.unit_id, place.id)):
        if of in (None, place.unit_id):
            yield _told(here, place, settings)


def _told(here: "Register", place: "Place", settings: Settings) -> dict[str, str | None]:
    from surveys.responses import CHANNEL_NAMES

    service = here.service_slugs.get(place.service_id) if place.service_id else None
    return {
        "code": place.code,
        "unit": here.slug_of(place.unit_id),
        "service": service,
        "counter": here.place_names.say(place.id, settings.locale),
        "channel": CHANNEL_NAMES[place.channel],
        "link": f"{settings.base_url}/r/{place.code}",
        "state": place.state,
    }

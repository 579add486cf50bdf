"""The database: is it there, is it this release's, do its jobs run, are the touchpoints heard."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, exc, func, select

from portal.checkup.findings import Finding, advice, broken, well
from portal.database import NotMigrated, require_migrated
from portal.jobs import leases
from portal.settings import Settings
from surveys import days
from surveys.codes import format_code
from surveys.database import make_engine, reading, sqlite_file
from surveys.silence import heard_ever, silent_tablets, silent_touchpoints
from translations import gettext as _
from translations import ngettext

_SHOWN = 5
# The clocks of the portal and its database may be this far apart.
_APART = timedelta(seconds=60)


def database_findings(settings: Settings) -> Iterator[Finding]:
    """Everything about the database, as far as it can be reached."""
    engine = make_engine(settings.database_url)
    try:
        yield from _examined(engine)
    except exc.DBAPIError as away:
        said = str(away.orig).strip().partition("\n")[0]
        yield broken(
            _("The database does not answer: %(said)s", said=said),
            _("Check PORTAL_DATABASE_URL, and whether the server runs."),
        )
    finally:
        engine.dispose()


def _examined(engine: Engine) -> Iterator[Finding]:
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        yield _new(file)
        return
    if file is not None and not os.access(file, os.W_OK):
        yield broken(_("The database cannot be written to."), _("Give its file to this account."))
        return
    if file is not None:
        yield _privacy(file)
    try:
        require_migrated(engine)
    except NotMigrated:
        found = _("The database is there, but not this release's.")
        yield advice(found, _("Run `portal migrate`."))
        return
    yield well(_("The database is there, and this release's."))
    with reading(engine) as connection:
        yield from _clock(connection)
        yield from _jobs(connection)
        yield _touchpoints(connection)
        yield from _tablets(connection)


def _new(file: Path) -> Finding:
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if not os.access(folder, os.W_OK):
        return broken(
            _("No database can be made in %(folder)s.", folder=folder),
            _("Give the folder to this account, or set PORTAL_DATABASE_URL."),
        )
    return advice(_("There is no database yet."), _("Run `portal migrate`."))


def _privacy(file: Path) -> Finding:
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found = _("Others on this machine may read the database, %(file)s.", file=file.name)
        return advice(found, _("Allow it to its owner alone: chmod 600."))
    return well(_("Only its owner may read the database, %(file)s.", file=file.name))


def _clock(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        return
    apart = abs(connection.scalars(select(func.now())).one() - days.now())
    if apart > _APART:
        seconds = int(apart.total_seconds())
        found = _("The clock of the database is %(seconds)s seconds away.", seconds=seconds)
        yield advice(found, _("Let both machines follow NTP."))


def _jobs(connection: Connection) -> Iterator[Finding]:
    failing = [job for job in leases.list_jobs(connection) if job.last_error]
    for job in failing:
        found = _("The job %(name)s failed: %(error)s", name=job.name, error=job.last_error)
        yield advice(
            found, _("It is tried again; `portal jobs run %(name)s` does so now.", name=job.name)
        )
    if not failing:
        yield well(_("No job has failed lately."))


def _tablets(connection: Connection) -> Iterator[Finding]:
    silent = silent_tablets(connection, days.now_ms())
    if silent:
        few = ", ".join(tablet.name for tablet in silent[:_SHOWN])
        found = ngettext(
            "One tablet is not heard during its hours: %(few)s",
            "%(num)s tablets are not heard during their hours: %(few)s",
            len(silent),
            few=few + (" ..." if len(silent) > _SHOWN else ""),
        )
        yield advice(found, _("See whether it has power and network, or correct its hours."))


def _touchpoints(connection: Connection) -> Finding:
    silent = silent_touchpoints(connection, days.office_day(days.now_ms()))
    if not silent and heard_ever(connection):
        return well(_("No touchpoint has been silent for long."))
    if not silent:
        found = _("Nothing was ever heard from any touchpoint.")
        return advice(found, _("Hang up the posters, and scan one to see that its page opens."))
    few = ", ".join(format_code(code) for code in silent[:_SHOWN])
    found = ngettext(
        "Nothing was heard lately from one touchpoint: %(few)s",
        "Nothing was heard lately from %(num)s touchpoints: %(few)s",
        len(silent),
        few=few + (" ..." if len(silent) > _SHOWN else ""),
    )
    return advice(found, _("See whether the poster still hangs and the tablet has power."))

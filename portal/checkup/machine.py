"""The machine: disk, clock, libraries for PDF, fonts, and who may read the secret."""

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal import keys, pdf
from portal.checkup.findings import Finding, advice, broken, well
from portal.settings import Settings
from surveys import days
from surveys.database import make_engine, sqlite_file
from translations import gettext as _
from translations import number

_MB = 1_000_000
# Less than this: SQLite's log and one import have no room. And what ought to be free.
_LEAST, _ENOUGH = 50 * _MB, 1000 * _MB
# The year this program was written: a clock before it was never set.
_WRITTEN = 2026


def machine_findings(settings: Settings) -> Iterator[Finding]:
    """Everything that can be seen without a database."""
    file = sqlite_file(make_engine(settings.database_url))
    if file is not None:
        yield _disk(file)
        yield from _secret(keys.kept_beside(file))
    yield _contacts(settings)
    yield _clock()
    yield _pdf()
    yield _fonts()


def _disk(file: Path) -> Finding:
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    found = _("%(mb)s MB are free for the database.", mb=number(free // _MB))
    todo = _("Make room: when the disk is full no rating can be stored.")
    if free < _LEAST:
        return broken(found, todo)
    return advice(found, todo) if free < _ENOUGH else well(found)


def _secret(file: Path) -> Iterator[Finding]:
    if not file.exists():
        return
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found = _("Others on this machine may read the secret, %(file)s.", file=file.name)
        yield advice(found, _("Allow it to its owner alone: chmod 600."))
    else:
        yield well(_("Only its owner may read the secret, %(file)s.", file=file.name))


def _contacts(settings: Settings) -> Finding:
    if settings.box_key:
        return well(_("Citizens may leave a contact; it is encrypted with PORTAL_DATA_KEY."))
    return advice(
        _("Citizens cannot leave a contact: PORTAL_DATA_KEY is not set."),
        _("Set it to 32 or more random characters, and keep a copy apart from the backups."),
    )


def _clock() -> Finding:
    now = days.now()
    offset = datetime(2023, 5, 1, tzinfo=UTC).astimezone(days.OFFICE).utcoffset()
    if offset is None or offset.total_seconds() != 7 * 3600:
        return broken(_("The time zone of the office is not known."), _("Install tzdata anew."))
    if now.year < _WRITTEN:
        return advice(
            _("The clock says %(year)s.", year=now.year), _("Set it, and let it follow NTP.")
        )
    wall = f"{now.astimezone(days.OFFICE):%H:%M}"
    return well(_("The clock on the office wall shows %(time)s.", time=wall))


def _pdf() -> Finding:
    try:
        import weasyprint
    except ImportError:
        return advice(
            _("PDF cannot be made: WeasyPrint is not installed."),
            _("Install the extra pdf; posters as SVG and reports as HTML work without it."),
        )
    except OSError:
        return advice(
            _("PDF cannot be made: WeasyPrint does not find its libraries."),
            _("Install the Debian packages %(packages)s.", packages=pdf.LIBRARIES),
        )
    return well(_("PDF can be made, by WeasyPrint %(version)s.", version=weasyprint.__version__))


def _fonts() -> Finding:
    if any(map(pdf.has_family, pdf.font_folders())):
        return well(_("There are fonts with all Vietnamese letters."))
    return advice(
        _("No font with all Vietnamese letters was found."),
        _("Install the Debian packages %(packages)s.", packages=pdf.FONTS),
    )

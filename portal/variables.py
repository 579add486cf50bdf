"""What the PORTAL_* variables say, and what is wrong with it."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import translations
from portal import keys

# Their text may stand in a file instead, named by the variable with _FILE at its end.
SECRETS = ("DATABASE_URL", "SECRET", "SECRET_PREVIOUS")


class Asked:
    """The variables, with the problems met so far; names are given without PORTAL_."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def plain(self, name: str, default: str = "") -> str:
        """A variable; an empty one counts as not set, as container tools pass it."""
        return self._environment.get(f"PORTAL_{name}", "").strip() or default

    def secret(self, name: str, default: str = "") -> str:
        """A variable that may also stand in the file named by ``..._FILE``."""
        file = self.plain(f"{name}_FILE")
        if not file:
            return self.plain(name, default)
        if self.plain(name):
            self.wrong(name, f"is set twice: keep either it or PORTAL_{name}_FILE")
        try:
            return Path(file).read_text().strip()
        except (OSError, UnicodeDecodeError) as failure:
            self.wrong(f"{name}_FILE", f"names {file}, which cannot be read: {_reason(failure)}")
            return default

    def wrong(self, name: str, what: str) -> None:
        """Note a problem; reading goes on, so that all are named at once."""
        self.problems.append(f"PORTAL_{name} {what}")


def _reason(failure: OSError | UnicodeDecodeError) -> str:
    return failure.strerror or "unreadable" if isinstance(failure, OSError) else "it is not text"


def database_url(asked: Asked) -> str:
    """The address of the database; a SQLite one names a file."""
    given = asked.secret("DATABASE_URL", "sqlite:///var/portal.db")
    scheme, _, rest = given.partition("://")
    if scheme == "sqlite" and sqlite_path(given) is None:
        asked.wrong("DATABASE_URL", "must name a file: sqlite:///PATH")
    elif not rest or scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        asked.wrong("DATABASE_URL", "must be sqlite:///PATH or postgresql://user@host/database")
    return given


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address; None for another database or one in memory."""
    scheme, _, rest = url.partition(":///")
    path = rest.partition("?")[0]
    return Path(path) if scheme == "sqlite" and path and path != ":memory:" else None


def secret(asked: Asked, database: str) -> str:
    """The secret that was given, or else the one kept beside the SQLite file."""
    given = long_enough(asked, "SECRET")
    if given or asked.problems:
        return given
    file = sqlite_path(database)
    if file is None:
        asked.wrong("SECRET", "is required with PostgreSQL: every server needs the same one")
        return ""
    return _kept_secret(asked, keys.kept_beside(file))


def _kept_secret(asked: Asked, file: Path) -> str:
    try:
        kept = keys.find_or_make(file)
    except (OSError, UnicodeDecodeError) as failure:
        asked.wrong("SECRET", f"cannot be kept in {file}: {_reason(failure)}")
        return ""
    if len(kept) < keys.LEAST:
        asked.wrong("SECRET", f"in {file} is damaged: fewer than {keys.LEAST} characters")
    return kept


def long_enough(asked: Asked, name: str) -> str:
    """A secret, refused when it is short enough to be guessed; "" when not given."""
    given = asked.secret(name)
    if given and len(given) < keys.LEAST:
        asked.wrong(name, f"must have at least {keys.LEAST} random characters")
    return given


def base_url(asked: Asked) -> str:
    """What the QR codes carry before ``/r/``: scheme and host, no path and no slash at the end."""
    given = asked.plain("BASE_URL", "http://127.0.0.1:8000").rstrip("/").lower()
    try:
        parts = urlsplit(given)
        # Asking for the port is what judges it.
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        whole = whole and not any(parts[2:])
    except ValueError:
        whole = False
    if not whole or "@" in given or any(map(str.isspace, given)):
        asked.wrong("BASE_URL", "must be an address without a path: https://ratings.example.vn")
    return given


def settle_seconds(asked: Asked) -> int:
    """How long a mark may be amended, in seconds."""
    given = asked.plain("SETTLE_SECONDS", "600")
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        asked.wrong("SETTLE_SECONDS", "must be a whole number of seconds, 0 or more")
        return 0
    return int(given)


def locale(asked: Asked) -> str:
    """The language of a visitor who asks for none that we speak."""
    given = asked.plain("LOCALE", "vi")
    complete = translations.complete_languages()
    if given not in complete:
        asked.wrong("LOCALE", f"must be one of {', '.join(complete)}")
    return given


def trusted_proxies(asked: Asked) -> tuple[str, ...]:
    """Addresses or networks whose word about the visitor's address we take."""
    given = [part.strip() for part in asked.plain("TRUSTED_PROXIES").split(",") if part.strip()]
    for part in given:
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            asked.wrong("TRUSTED_PROXIES", f"has {part!r}, neither an address nor a network")
    return tuple(given)

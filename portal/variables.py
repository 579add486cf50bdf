"""What the PORTAL_* variables say, and what is wrong with it."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import translations
from portal import keys
from translations import gettext as _

# Their text may stand in a file instead, named by the variable with _FILE at its end.
SECRETS = ("DATABASE_URL", "SECRET", "SECRET_PREVIOUS", "DATA_KEY", "SMTP_PASSWORD")


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
            self.wrong(
                name, _("is set twice: keep either it or %(file)s", file=f"PORTAL_{name}_FILE")
            )
        try:
            return Path(file).read_text().strip()
        except (OSError, UnicodeDecodeError) as failure:
            why = {"file": file, "reason": _reason(failure)}
            self.wrong(f"{name}_FILE", _("names %(file)s, which cannot be read: %(reason)s", **why))
            return default

    def wrong(self, name: str, what: str) -> None:
        """Note a problem; reading goes on, so that all are named at once."""
        self.problems.append(f"PORTAL_{name} {what}")


def _reason(failure: OSError | UnicodeDecodeError) -> str:
    # The system's own word for it, such as "Permission denied", stays as it is.
    return str(failure.strerror) if isinstance(failure, OSError) else _("it is not text")


def database_url(asked: Asked) -> str:
    """The address of the database; a SQLite one names a file."""
    given = asked.secret("DATABASE_URL", "sqlite:///var/portal.db")
    scheme, _slashes, rest = given.partition("://")
    if scheme == "sqlite" and sqlite_path(given) is None:
        asked.wrong("DATABASE_URL", _("must name a file: sqlite:///PATH"))
    elif not rest or scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        asked.wrong("DATABASE_URL", _("must be sqlite:///PATH or postgresql://user@host/database"))
    return given


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address; None for another database or one in memory."""
    scheme, _slashes, rest = url.partition(":///")
    path = rest.partition("?")[0]
    return Path(path) if scheme == "sqlite" and path and path != ":memory:" else None


def secret(asked: Asked, database: str) -> str:
    """The secret that was given, or else the one kept beside the SQLite file."""
    given = long_enough(asked, "SECRET")
    if given or asked.problems:
        return given
    file = sqlite_path(database)
    if file is None:
        asked.wrong("SECRET", _("is required with PostgreSQL: every server needs the same one"))
        return ""
    return _kept_secret(asked, keys.kept_beside(file))


def _kept_secret(asked: Asked, file: Path) -> str:
    try:
        kept = keys.find_or_make(file)
    except (OSError, UnicodeDecodeError) as failure:
        why = {"file": file, "reason": _reason(failure)}
        asked.wrong("SECRET", _("cannot be kept in %(file)s: %(reason)s", **why))
        return ""
    if len(kept) < keys.LEAST:
        why = {"file": file, "least": keys.LEAST}
        asked.wrong("SECRET", _("in %(file)s is damaged: fewer than %(least)s characters", **why))
    return kept


def long_enough(asked: Asked, name: str) -> str:
    """A secret, refused when it is short enough to be guessed; "" when not given."""
    given = asked.secret(name)
    if given and len(given) < keys.LEAST:
        asked.wrong(name, _("must have at least %(least)s random characters", least=keys.LEAST))
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
        asked.wrong("BASE_URL", _("must be an address without a path: https://ratings.example.vn"))
    return given


def settle_seconds(asked: Asked) -> int:
    """How long a mark may be amended, in seconds."""
    given = asked.plain("SETTLE_SECONDS", "600")
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        asked.wrong("SETTLE_SECONDS", _("must be a whole number of seconds, 0 or more"))
        return 0
    return int(given)


def locale(asked: Asked) -> str:
    """The language of a visitor who asks for none that we speak."""
    given = asked.plain("LOCALE", "vi")
    complete = translations.complete_languages()
    if given not in complete:
        asked.wrong("LOCALE", _("must be one of %(codes)s", codes=", ".join(complete)))
    return given


def language(asked: Asked) -> str:
    """The language to say in what is wrong: that of the setting, if it is one."""
    given = asked.plain("LOCALE")
    return given if given in translations.complete_languages() else translations.DEFAULT


def trusted_proxies(asked: Asked) -> tuple[str, ...]:
    """Addresses or networks whose word about the visitor's address we take."""
    given = [part.strip() for part in asked.plain("TRUSTED_PROXIES").split(",") if part.strip()]
    for part in given:
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            neither = _("has %(part)s, neither an address nor a network", part=repr(part))
            asked.wrong("TRUSTED_PROXIES", neither)
    return tuple(given)

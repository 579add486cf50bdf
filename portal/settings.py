"""What an office may set: read once from PORTAL_* variables, then never changed.

To add a setting: a field of ``Settings``, its line in ``shown``, and one in ``read_settings`` that
judges what was given (in ``variables.py``).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from portal import keys, variables
from portal import variables_of_mail as reach
from translations import speak

MASK = "********"


class BadSettings(ValueError):
    """Settings that cannot be used; ``problems`` has one line for each.

    They are said in ``language``: the one that the settings ask for, or else the portal's own.
    """

    def __init__(self, problems: list[str], language: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.language = language


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """The portal's settings; the README describes each under its PORTAL_ name."""

    database_url: str
    secret: str
    secret_previous: str
    base_url: str
    settle_seconds: int
    locale: str
    trusted_proxies: tuple[str, ...]
    data_key: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = "hai-long@localhost"
    smtp_folder: str = ""
    webhook_hosts: tuple[str, ...] = ()
    quiet_hours: str = "20-7"

    @property
    def https(self) -> bool:
        """Whether citizens reach the portal by https: then cookies are ``Secure``."""
        return self.base_url.startswith("https:")

    def key(self, label: str) -> list[bytes]:
        """The 32-byte keys of one purpose: sign with the first, accept all.

        Args:
            label: the purpose, such as "ticket", "receipt", "session".
        """
        known = filter(None, (self.secret, self.secret_previous))
        return [keys.derive(secret, label) for secret in known]

    @property
    def box_key(self) -> bytes | None:
        """The 32-byte key of citizens' contacts; without one none may be asked for."""
        return keys.derive(self.data_key, "contact") if self.data_key else None

    def shown(self) -> dict[str, str]:
        """Every setting under the name of its variable, secrets masked."""
        return {
            "PORTAL_DATABASE_URL": _without_password(self.database_url),
            "PORTAL_SECRET": MASK,
            "PORTAL_SECRET_PREVIOUS": MASK if self.secret_previous else "",
            "PORTAL_DATA_KEY": MASK if self.data_key else "",
            "PORTAL_BASE_URL": self.base_url,
            "PORTAL_SETTLE_SECONDS": str(self.settle_seconds),
            "PORTAL_LOCALE": self.locale,
            "PORTAL_TRUSTED_PROXIES": ",".join(self.trusted_proxies),
            "PORTAL_SMTP_HOST": self.smtp_host,
            "PORTAL_SMTP_PORT": str(self.smtp_port),
            "PORTAL_SMTP_SECURITY": self.smtp_security,
            "PORTAL_SMTP_USER": self.smtp_user,
            "PORTAL_SMTP_PASSWORD": MASK if self.smtp_password else "",
            "PORTAL_SMTP_FROM": self.smtp_from,
            "PORTAL_SMTP_FOLDER": self.smtp_folder,
            "PORTAL_WEBHOOK_HOSTS": ",".join(self.webhook_hosts),
            "PORTAL_QUIET_HOURS": self.quiet_hours,
        }

    def __repr__(self) -> str:
        return f"Settings({self.shown()})"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and judge all settings.

    For a SQLite file without PORTAL_SECRET, the secret is made and kept beside that file.

    Args:
        environment: variables to read instead of the process's own.

    Raises:
        BadSettings: all that is wrong, at once.
    """
    asked = variables.Asked(os.environ if environment is None else environment)
    language = variables.language(asked)
    with speak(language):
        settings = _judged(asked)
    if asked.problems:
        raise BadSettings(asked.problems, language)
    return settings


def _judged(asked: variables.Asked) -> Settings:
    database_url = variables.database_url(asked)
    return Settings(
        database_url=database_url,
        secret=variables.secret(asked, database_url),
        secret_previous=variables.long_enough(asked, "SECRET_PREVIOUS"),
        base_url=variables.base_url(asked),
        settle_seconds=variables.settle_seconds(asked),
        locale=variables.locale(asked),
        trusted_proxies=variables.trusted_proxies(asked),
        data_key=variables.long_enough(asked, "DATA_KEY"),
        smtp_host=asked.plain("SMTP_HOST"),
        smtp_port=reach.smtp_port(asked),
        smtp_security=reach.smtp_security(asked),
        smtp_user=asked.plain("SMTP_USER"),
        smtp_password=asked.secret("SMTP_PASSWORD"),
        smtp_from=reach.smtp_from(asked),
        smtp_folder=asked.plain("SMTP_FOLDER"),
        webhook_hosts=reach.webhook_hosts(asked),
        quiet_hours=reach.quiet_hours(asked),
    )


def unknown_names(environment: Mapping[str, str] | None = None) -> list[str]:
    """PORTAL_* variables that nobody reads: most likely a slip of the pen."""
    present = os.environ if environment is None else environment
    known = {f"PORTAL_{field.name.upper()}" for field in fields(Settings)}
    known |= {f"PORTAL_{name}_FILE" for name in variables.SECRETS}
    return sorted(name for name in present if name.startswith("PORTAL_") and name not in known)


def _without_password(url: str) -> str:
    url = re.sub(r"(?<=://)([^:/@]*):[^/]*@", rf"\1:{MASK}@", url)
    return re.sub(r"(?<=[?&]password=)[^&]*", MASK, url)

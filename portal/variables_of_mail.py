"""What the PORTAL_* variables say about reaching people, and what is wrong with it."""

from portal.variables import Asked
from translations import gettext as _

_SECURITY = ("starttls", "tls", "none")


def smtp_port(asked: Asked) -> int:
    """The port of the mail server."""
    given = asked.plain("SMTP_PORT", "587")
    if not (given.isascii() and given.isdecimal() and 0 < int(given) < 65_536):
        asked.wrong("SMTP_PORT", _("must be a port, 1 to 65535"))
        return 587
    return int(given)


def smtp_security(asked: Asked) -> str:
    """How the line to the mail server is kept private."""
    given = asked.plain("SMTP_SECURITY", "starttls")
    if given not in _SECURITY:
        asked.wrong("SMTP_SECURITY", _("must be one of %(codes)s", codes=", ".join(_SECURITY)))
    return given


def smtp_from(asked: Asked) -> str:
    """The address that messages come from."""
    given = asked.plain("SMTP_FROM", "hai-long@localhost")
    name, at, host = given.partition("@")
    if not (name and at and host) or any(map(str.isspace, given)) or "@" in host:
        asked.wrong("SMTP_FROM", _("must be an e-mail address"))
    return given


def webhook_hosts(asked: Asked) -> tuple[str, ...]:
    """Hosts that webhooks may lead to by http or on a private network."""
    given = [part.strip().lower() for part in asked.plain("WEBHOOK_HOSTS").split(",")]
    for part in filter(None, given):
        if "/" in part or any(map(str.isspace, part)):
            asked.wrong("WEBHOOK_HOSTS", _("has %(part)s, which is no host", part=repr(part)))
    return tuple(filter(None, given))


def quiet_hours(asked: Asked) -> str:
    """From which hour to which nobody is written to."""
    given = asked.plain("QUIET_HOURS", "20-7")
    start, _dash, end = given.partition("-")
    hours = [int(part) if part.isdecimal() and len(part) < 3 else 24 for part in (start, end)]
    if max(hours) > 23:
        asked.wrong("QUIET_HOURS", _("must be two hours such as 20-7; 0-0 is never"))
        return "20-7"
    return given

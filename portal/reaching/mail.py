"""E-mail: through the office's server, or where none is named into a folder or the log."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path

from portal.settings import Settings
from surveys import days

_TIMEOUT = 10.0
_log = logging.getLogger(__name__)


def send(settings: Settings, name: str, address: str, subject: str, body: str, key: str) -> None:
    """Hand over one message.

    Args:
        key: the same for every try, so that a reader's mail program can tell a repeat.

    Raises:
        smtplib.SMTPException, OSError: it was not taken.
    """
    message = EmailMessage()
    message["From"] = formataddr(("Hài Lòng", settings.smtp_from))
    message["To"] = formataddr((name, address))
    # A line break would begin a header of somebody else's making.
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(days.now())
    message["Message-ID"] = f"<{key.replace(':', '.')}@{settings.smtp_from.rpartition('@')[2]}>"
    # No answer is read, and no out-of-office reply is wanted.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    if settings.smtp_host:
        _through_server(settings, message)
    elif settings.smtp_folder:
        _into_folder(Path(settings.smtp_folder), key, message)
    else:
        _log.info("mail for %s: %s\n%s", name, subject, body)


def _through_server(settings: Settings, message: EmailMessage) -> None:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        with smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context) as server:
            _hand_over(settings, server, message)
        return
    with smtplib.SMTP(host, port, timeout=_TIMEOUT) as server:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        _hand_over(settings, server, message)


def _hand_over(settings: Settings, server: smtplib.SMTP, message: EmailMessage) -> None:
    if settings.smtp_user:
        server.login(settings.smtp_user, settings.smtp_password)
    server.send_message(message)


def _into_folder(folder: Path, key: str, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() else "-" for sign in key)
    (folder / f"{name}.eml").write_bytes(bytes(message))

"""The portal's secret: where it is kept, and the keys that are derived from it by label."""

import hmac
import os
import secrets
import tempfile
from pathlib import Path

# Anything shorter could be guessed from one ticket, offline.
LEAST = 32


def derive(secret: str, label: str) -> bytes:
    """Make the 32-byte key of one purpose; keys of other labels tell nothing about it.

    Source: RFC 5869 (HKDF with SHA-256, no salt, one block).
    """
    extracted = hmac.digest(bytes(32), secret.encode(), "sha256")
    return hmac.digest(extracted, label.encode() + b"\x01", "sha256")


def kept_beside(database: Path) -> Path:
    """Where the secret of a SQLite file lives: beside it, with ``.secret`` after its name."""
    return database.with_name(database.name + ".secret")


def find_or_make(file: Path) -> str:
    """Read the secret kept in ``file``; the first time make one that only its owner can read.

    Raises:
        OSError: the file can be neither read nor made.
    """
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w") as opened:
            opened.write(secrets.token_urlsafe(32) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        # A link, unlike a rename, never replaces the secret that another process made meanwhile.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(fresh)
    return file.read_text().strip()

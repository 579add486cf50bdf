"""Files that go with an answer: few, small, of known kinds, kept in the database."""

import hashlib
import re
import unicodedata
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, delete, func, insert, select

from analytics.quality.attachments import Attachment
from analytics.quality.cases import CaseAnswer
from analytics.quality.entered import file_name
from surveys import days

LARGEST: Final = 2 * 1024 * 1024
MOST: Final = 3
# What a file begins with, its media type, and how its name ends. Nothing that a browser would run.
KINDS: Final = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
_LONGEST_NAME = 100


class BadFile(ValueError):
    """A file that is not taken; carries the reason: empty, too_large, too_many or unknown_kind."""


class UnknownFile(LookupError):
    """No such file goes with this case."""


class File(NamedTuple):
    """A file as lists name it; ``size`` in bytes."""

    id: int
    name: str
    media_type: str
    size: int


def add_file(connection: Connection, answer: Row[Any], name: str, content: bytes, by: str) -> None:
    """Keep a file with a draft.

    Raises:
        BadFile: it is not taken.
    """
    if not content:
        raise BadFile("empty")
    if len(content) > LARGEST:
        raise BadFile("too_large")
    kind = next((kind for kind in KINDS if content.startswith(kind[0])), None)
    if kind is None:
        raise BadFile("unknown_kind")
    if len(list_files(connection, answer.id)) >= MOST:
        raise BadFile("too_many")
    connection.execute(
        insert(Attachment).values(
            answer_id=answer.id,
            name=safe_name(name, kind[2]),
            media_type=kind[1],
            digest=digest_of(content),
            content=content,
            added_at=days.now(),
            added_by=by,
        )
    )


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file in hex."""
    return hashlib.sha256(content).hexdigest()


def safe_name(name: str, ending: str) -> str:
    """A name without folders, personal data, or an ending that belies what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '"<>:|?*;')
    stem = file_name(seen.rpartition(".")[0] or seen)
    return (stem.strip(". ")[:_LONGEST_NAME] or "file") + ending


def list_files(connection: Connection, answer_id: int) -> list[File]:
    """The files of an answer, without what is in them."""
    columns = (Attachment.id, Attachment.name, Attachment.media_type)
    rows = connection.execute(
        select(*columns, func.length(Attachment.content))
        .where(Attachment.answer_id == answer_id)
        .order_by(Attachment.id)
    )
    return [File(*row) for row in rows]


def read_file(connection: Connection, case_id: int, file_id: int, *, sent: bool) -> Row[Any]:
    """A file of a case with its content.

    Args:
        sent: only one whose answer has left.

    Raises:
        UnknownFile: there is none.
    """
    asked = (
        select(Attachment.__table__)
        .join(CaseAnswer, CaseAnswer.id == Attachment.answer_id)
        .where(Attachment.id == file_id, CaseAnswer.case_id == case_id)
    )
    if sent:
        asked = asked.where(CaseAnswer.sent_at.is_not(None))
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise UnknownFile(file_id)
    return row


def drop_file(connection: Connection, answer_id: int, file_id: int) -> None:
    """Take a file off a draft."""
    mine = (Attachment.id == file_id, Attachment.answer_id == answer_id)
    connection.execute(delete(Attachment).where(*mine))

"""Drafting what citizens are told of a closed action, approving it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, update

from analytics.quality.actions.records import Record
from analytics.quality.actions.states import Refused, name_of
from analytics.quality.entered import entered
from analytics.quality.promises import SaidDid, SaidDidWords
from analytics.quality.saying import Item, Words
from surveys import days
from surveys.masking import mask
from translations import mark

LANGUAGES: Final = ("vi", "en")
LONGEST: Final = 300

NOT_CLOSED = mark("Only what was done and closed can be told to citizens.")
NO_SAID = mark("Say in one sentence what citizens said.")
NO_DID = mark("Say in one sentence what the office did.")
TOO_LONG = mark("At most %(most)s characters: it hangs on a wall.")
PERSONAL = mark("This looks like personal data. Say it without.")
OWN_DRAFT = mark("Somebody else than whoever wrote it has to approve it.")
NO_WHY = mark("Give the reason.")


class NoDraft(ValueError):
    """The item was approved or withdrawn before; carries its state."""


def draft(connection: Connection, record: Record, words: Mapping[str, Words], by: str) -> int:
    """Draw an item from a closed action; its id.

    Args:
        words: by language; Vietnamese is required, another may be left empty.

    Raises:
        Refused: all that is wrong, under ``said_vi``, ``did_vi``, ``said_en``, ``did_en``.
    """
    row, result = record.row, record.result
    if row.state != "closed" or row.acted_on is None:
        raise Refused({"said_vi": NOT_CLOSED})
    checked = _checked(words)
    item = {
        "unit_id": row.unit_id,
        "service_id": row.service_id,
        "nonconformity_id": row.id,
        "effect_check_id": result.id if result else None,
        "said_on": days.office_day(days.to_ms(row.opened_at)),
        "did_on": row.acted_on,
        "state": "draft",
        "drafted_at": days.now(),
        "drafted_by": by,
    }
    kept = connection.execute(insert(SaidDid).values(**item))
    item_id = int((kept.inserted_primary_key or (0,))[0])
    _keep(connection, item_id, checked)
    return item_id


def edit(connection: Connection, item: Item, words: Mapping[str, Words], by: str) -> None:
    """Write a draft anew; raises as ``draft``, and ``NoDraft``."""
    if item.row.state != "draft":
        raise NoDraft(item.row.state)
    _keep(connection, item.row.id, _checked(words))
    written = update(SaidDid).where(SaidDid.id == item.row.id)
    connection.execute(written.values(drafted_at=days.now(), drafted_by=by))


def approve(connection: Connection, item: Item, by: str) -> None:
    """Show a draft to citizens, in the name of the office.

    Raises:
        NoDraft: it is none.
        Refused: whoever wrote it wants to approve it.
    """
    if item.row.state != "draft":
        raise NoDraft(item.row.state)
    if name_of(by) == name_of(item.row.drafted_by):
        raise Refused({"approve": OWN_DRAFT})
    approved = update(SaidDid).where(SaidDid.id == item.row.id)
    state = {"state": "approved", "approved_at": days.now(), "approved_by": by}
    connection.execute(approved.values(**state))


def withdraw(connection: Connection, item: Item, why: str) -> None:
    """Show it no longer.

    Raises:
        Refused: there is no reason.
    """
    if not why.strip():
        raise Refused({"withdrawn_why": NO_WHY})
    gone = update(SaidDid).where(SaidDid.id == item.row.id, SaidDid.state != "withdrawn")
    connection.execute(gone.values(state="withdrawn", withdrawn_why=entered(why)[:LONGEST]))


def _checked(words: Mapping[str, Words]) -> dict[str, Words]:
    problems: dict[str, str] = {}
    kept: dict[str, Words] = {}
    for language in LANGUAGES:
        pair = Words(*(part.strip() for part in words.get(language, Words("", ""))))
        if language != "vi" and not any(pair):
            continue
        kept[language] = pair
        for name, text, missing in (("said", pair.said, NO_SAID), ("did", pair.did, NO_DID)):
            if wrong := _wrong(text, missing):
                problems[f"{name}_{language}"] = wrong
    if problems:
        raise Refused(problems, most=LONGEST)
    return kept


def _wrong(text: str, missing: str) -> str | None:
    if not text:
        return missing
    if len(text) > LONGEST:
        return TOO_LONG
    return PERSONAL if mask(text) != text else None


def _keep(connection: Connection, item_id: int, words: Mapping[str, Words]) -> None:
    connection.execute(delete(SaidDidWords).where(SaidDidWords.said_did_id == item_id))
    rows = [
        {"said_did_id": item_id, "language": language, "said": pair.said, "did": pair.did}
        for language, pair in words.items()
    ]
    connection.execute(insert(SaidDidWords), rows)

"""What an office did because of what visitors said, and what it answered to everybody."""

from typing import Any

from sqlalchemy import Connection

from analytics.quality.casework.published import public_answers
from analytics.quality.saying import Effect, said_and_did
from surveys.register import Register
from translations import gettext as _
from translations import spoken

MOST = 3


def deeds_of(connection: Connection, register: Register, unit_id: int) -> dict[str, Any]:
    """What ``public/unit.html`` draws of them, newest first.

    Names: ``said`` [{said, did, said_on, did_on, proof}], ``answers`` [{sent_on, service (its name,
    or ""), language (of the two texts), found, done, done_on}].
    """
    names = register.service_names
    return {
        "said": [
            {
                "said": told.said,
                "did": told.did,
                "said_on": told.said_on,
                "did_on": told.did_on,
                "proof": proof(told.effect),
            }
            for told in said_and_did(connection, unit_id, MOST)
        ],
        "answers": [
            answer._asdict()
            | {"service": names.say(answer.service_id, spoken()) if answer.service_id else ""}
            for answer in public_answers(connection, unit_id, MOST)
        ],
    }


def proof(effect: Effect | None) -> str:
    """What was measured afterwards, "" where nothing can be told.

    Without figures: those of a span that was never published could be held against the published
    months, and what is left would be a small group's.
    """
    if effect is None:
        return ""
    if effect.verdict == "better":
        return _("We measured afterwards: it is clearly better.")
    return _("We measured afterwards: no clear change yet. We keep looking.")

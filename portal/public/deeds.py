"""What an office answered to everybody because of what visitors said."""

from typing import Any

from sqlalchemy import Connection

from analytics.quality.casework.measures import public_answers
from surveys.register import Register
from translations import spoken

ANSWERS = 3


def answers_of(connection: Connection, register: Register, unit_id: int) -> list[dict[str, Any]]:
    """The newest answers that concern many, as ``public/unit.html`` draws them.

    Each has ``sent_on``, ``service`` (its name, or ""), ``language`` of its two texts, ``found``,
    ``done`` and ``done_on``.
    """
    names = register.service_names
    return [
        answer._asdict()
        | {"service": names.say(answer.service_id, spoken()) if answer.service_id else ""}
        for answer in public_answers(connection, unit_id, ANSWERS)
    ]

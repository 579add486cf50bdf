"""Slips on the rating path: the code rides behind the ticket, and is redeemed after the tap.

The page stays the same to the byte, and whoever has no slip waits for nothing more. Where the slip
is used, unknown or foreign, the rating counts all the same; it is only not verified.
"""

from functools import partial

from sqlalchemy.exc import DBAPIError

from portal import errors
from portal.citizen.visits import Context
from surveys import days, slips, tickets
from surveys.intake.writer import IntakeFull
from surveys.register import Place

# Stands between a ticket and a slip; neither has it.
_BEHIND = "."


def nonce(context: Context, place: Place, slip: str) -> str:
    """A fresh ticket for a touchpoint, with the slip of whoever asks, or ""."""
    ticket = tickets.issue(context.ticket_keys[0], place.code, days.now_ms())
    return f"{ticket}{_BEHIND}{slip}" if slip else ticket


def parted(text: str) -> tuple[str, str]:
    """The ticket and the slip, or "", of what a form sent as its ticket."""
    ticket, _, slip = text.partition(_BEHIND)
    return ticket, slips.read(slip) if slip else ""


async def redeem(context: Context, place: Place, slip: str, key: str) -> None:
    """Let the slip vouch for a response that is durable; the citizen is thanked whatever fails.

    A tap whose thanks were lost comes again, and with it its slip.
    """
    work = partial(slips.redeem, touchpoint_id=place.id, code=slip, key=key)
    try:
        await context.writer.run(work)
    except (IntakeFull, DBAPIError, OSError) as failed:
        errors.note(failed)

"""What the holder of a follow-up code may want, and how it is done."""

from sqlalchemy import Connection

from analytics.quality.casework import answers, finding, receipts
from analytics.quality.casework.keeping import erase
from analytics.quality.casework.opening import Beginning, open_case
from portal.citizen.visits import Context
from surveys import additions, days
from surveys.masking import LIMIT, clean
from surveys.typed import is_blank
from translations import gettext as _
from translations import mark

# What was done, told on the page that follows.
DONE = {
    "ask": mark("The office has your wish for an answer."),
    "add": mark("Your detail has arrived."),
    "mark": mark("Thank you for telling us."),
    "reopen": mark("The office has to look at it once more."),
    "withdraw": mark("The office need not answer any more."),
    "forget": mark("Your contact and all that you wrote are deleted."),
}
EMPTY = mark("Please write a sentence.")
LONG = mark("This is too long. Please shorten it.")


def problem(connection: Connection, receipt: str, wanted: str, text: str) -> str:
    """What keeps a text from being taken, in words; "" where nothing does.

    Raises:
        UnknownReceipt: nobody was asked for an answer, and the 24 hours are over.
    """
    if wanted not in ("ask", "add", "reopen"):
        return ""
    if len(text) > LIMIT:
        return _(LONG)
    if not is_blank(text):
        return ""
    if wanted == "ask":
        given = additions.find(connection, receipt, days.now_ms())
        return "" if given.wrote or given.comment else _(EMPTY)
    return _(EMPTY)


def fulfil(
    context: Context,
    connection: Connection,
    receipt: str,
    wanted: str,
    text: str,
    fields: dict[str, list[str]],
) -> bool:
    """Do what was asked for; False where it cannot be done (any more).

    Args:
        fields: of the form, for its other answers.

    Raises:
        UnknownReceipt: there is no such case.
    """
    if wanted == "ask":
        return _ask(context, connection, receipt, text)
    case = finding.find_by_receipt(connection, receipt, hold=True)
    if wanted == "add":
        return receipts.add(connection, case, text)
    if wanted == "reopen":
        return receipts.reopen(connection, case, text)
    if wanted == "withdraw":
        return receipts.withdraw(connection, case)
    if wanted == "forget":
        erase(connection, case)
        receipts.withdraw(connection, case)
        return True
    value = fields.get("mark", [""])[-1]
    known = {str(one): one for one in answers.MARKS}
    return value in known and answers.mark_answer(connection, case, known[value])


def _ask(context: Context, connection: Connection, receipt: str, text: str) -> bool:
    given = additions.find(connection, receipt, days.now_ms())
    if not is_blank(text):
        settle_ms = context.settings.settle_seconds * 1000
        additions.record(connection, given, {}, clean(text), None, settle_ms)
    number = open_case(connection, Beginning.of(given, additions.hash_of(receipt)))
    # A page that stood open may still ask what has been answered since.
    return finding.find_case(connection, number).state in finding.OPEN

"""Publishing as the portal does it: what is due is sealed first, so that the edition is whole."""

from sqlalchemy import Engine

from analytics.numbers import publishing
from portal.commands.progress import Progress
from surveys import days
from surveys.sealing.sealer import seal_all


def publish(engine: Engine, progress: Progress = lambda _done, _all: None) -> int:
    """Seal what is due, then bring the published table up to today.

    Args:
        progress: told how many quarters are done, of how many.

    Returns:
        How many cells were written; 0 where nothing changed.
    """
    seal_all(engine)
    return publishing.publish(engine, days.office_day(days.now_ms()), progress)

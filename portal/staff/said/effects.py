"""The measured effect of an item with its figures, for staff; citizens read ``deeds.proof``."""

from __future__ import annotations

from analytics.quality.saying import Effect
from translations import gettext as _
from translations import in_hundred


def effect_words(effect: Effect | None) -> str:
    """What was measured before and after, "" where nothing can be told.

    A change for which chance alone may account is said to be one.
    """
    if effect is None:
        return ""
    figures = {
        "before": in_hundred(effect.before),
        "after": in_hundred(effect.after),
        "n_before": effect.n_before,
        "n_after": effect.n_after,
    }
    if effect.indicator == "satisfaction":
        told = _(
            "Satisfied before: %(before)s of 100 (%(n_before)s ratings). "
            "After: %(after)s of 100 (%(n_after)s ratings).",
            **figures,
        )
    else:
        told = _(
            "Before: %(before)s of 100 (%(n_before)s answers). "
            "After: %(after)s of 100 (%(n_after)s answers).",
            **figures,
        )
    if effect.verdict == "better":
        return told
    return told + " " + _("This may be chance: we keep looking.")

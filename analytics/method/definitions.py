"""What each indicator of the registry means, how it is reckoned, and where it is weak.

To add an indicator, enter it in the registry and here; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from surveys.counts import FACTORS
from translations import mark


@dataclass(frozen=True, slots=True)
class Definition:
    """``meaning``, ``source`` and ``weakness`` are msgids; ``formula`` is read everywhere."""

    meaning: str
    formula: str
    source: str
    weakness: str


_WILSON: Final = "x / n;  (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n),  z = 1.959964"
_STUDENT: Final = "m = Σ v / n;  m ± t(0.975; n−1)·s/√n"
_TOP_TWO: Final = mark(
    "ISO 10004:2018, direct measure of satisfaction; the two highest of five levels, as in SIPAS. "
    "Interval: Wilson 1927"
)
_FACTOR: Final = Definition(
    mark("Share of the marks for this factor that are 4 or 5; “does not apply” is left out."),
    _WILSON,
    mark("Five factors of Decision 2640/QĐ-BNV of 2017 and 1001/QĐ-BNV of 2023. Interval: Wilson"),
    mark("Asked only of those who go on after the first tap, who may differ from the others."),
)

DEFINITIONS: Final[dict[str, Definition]] = {
    "satisfaction": Definition(
        mark("Share of overall marks that are 4 or 5 of five levels. The headline."),
        _WILSON,
        _TOP_TWO,
        mark("Near the ceiling it hardly moves; watch the neutral and dissatisfied instead."),
    ),
    "neutral": Definition(
        mark("Share of overall marks that are 3. It counts as not satisfied, as in SIPAS."),
        _WILSON,
        _TOP_TWO,
        mark("Politeness often lands here: it may hold more discontent than it says."),
    ),
    "dissatisfaction": Definition(
        mark("Share of overall marks that are 1 or 2."),
        _WILSON,
        _TOP_TWO,
        mark("Rare, so that it needs many answers to be seen to change."),
    ),
    "mean": Definition(
        mark("Mean of the overall marks 1 to 5."),
        _STUDENT,
        mark("Student 1908; ISO 2602:1980, section 4"),
        mark("Takes the steps between marks as equal, which nobody knows; never the headline."),
    ),
    **{f"factor.{name}": _FACTOR for name in FACTORS},
    "sipas_pooled": Definition(
        mark("Share of all factor marks that are 4 or 5, all answers in one pot."),
        "r = Σ aᵢ / Σ bᵢ;  r ± z·√(m/(m−1)·Σ(aᵢ − r·bᵢ)²) / Σ bᵢ",
        mark(
            "The idea of the SIPAS index; the response, not the mark, is the sampled unit: "
            "Cochran 1977, sections 6.4 and 9A"
        ),
        mark("Whoever answers more factors weighs more. No figure of the official survey."),
    ),
    "sipas_factors": Definition(
        mark("Mean of the five factors' shares, each weighing the same."),
        "θ = Σ pₖ / K;  θ ± z·√(D·Σ pₖ(1−pₖ)/nₖ) / K,  "
        "D = V(r)·(Σ nₖ)² / Σ nₖpₖ(1−pₖ),  V(r) as of the pooled share",
        mark(
            "The other reading of the SIPAS index. Its variance is that of separate samples times "
            "the design effect of the pooled answers, Kish 1965, section 8.2; it agrees with "
            "resampling the responses, which a test repeats"
        ),
        mark("Assumes that answers resemble each other alike in all factors."),
    ),
    "response_rate": Definition(
        mark(
            "Answers over closed transactions, on days whose transactions were imported; those "
            "who could not finish are not counted."
        ),
        "a / N",
        mark("ISO 10004:2018, whether those who answer stand for all"),
        mark("More than 100% where people rate twice or the volumes are not complete."),
    ),
    "satisfaction_weighted": Definition(
        mark("Satisfied, each service group weighing as many transactions as it closed."),
        "Σ Wₕpₕ;  ± z·√(Σ Wₕ²pₕ(1−pₕ)/(nₕ−1));  n_eff = (Σw)²/Σw²",
        mark("Cochran 1977, section 5A.9; effective n of Kish 1965, section 11.7"),
        mark("Repairs the mix of services, not who of one service chose to answer."),
    ),
    "could_not_finish": Definition(
        mark("Share of all responses that say the errand could not be finished today."),
        _WILSON,
        mark("Question of the portal's own. Interval: Wilson"),
        mark("Who was sent away may not look for the code any more: a lower bound."),
    ),
    "on_time": Definition(
        mark("Share of results early or on time, of those who have theirs."),
        _WILSON,
        mark("Question of the portal's own. Interval: Wilson"),
        mark("What people believe, to be set beside what the dossier system says."),
    ),
    "visits": Definition(
        mark("Mean number of visits for one errand; three or more count as three."),
        _STUDENT,
        mark("Question of the portal's own. Interval: Student"),
        mark("A lower bound wherever somebody came more than three times."),
    ),
    "reply_days": Definition(
        mark("Mean of the calendar days from a case's opening to its first answer."),
        _STUDENT,
        mark("ISO 10002:2018, handling of complaints. Interval: Student"),
        mark("Cases that wait for an answer are not in it: read it with how many are overdue."),
    ),
    "answered_satisfied": Definition(
        mark("Share of the marks given to answers that are 4 or 5."),
        _WILSON,
        mark("ISO 10002:2018, handling of complaints. Interval: Wilson"),
        mark("Few people come back to mark an answer."),
    ),
}

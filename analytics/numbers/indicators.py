"""Every indicator: one function each, with where its definition comes from.

To add one: write a function from ``Evidence`` to ``Figure`` below, decorate it with
``@indicator`` and give its title a translation. Pages, files and the method document
follow the registry; nothing else needs to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analytics.numbers.estimates import NOTHING, Estimate, Evidence, Figure, share
from analytics.numbers.intervals import (
    mean_of_shares_interval,
    ratio_interval,
    ratio_variance,
    t_interval,
)
from analytics.numbers.registry import INDICATORS, indicator
from analytics.numbers.weighting import weighted
from surveys.counts import FACTORS, Counts
from translations import mark

SIPAS: Final = (
    "Decision 1001/QĐ-BNV of 2023, method of SIPAS 2023-2026; five factors of 2640/QĐ-BNV"
)
TOP_TWO: Final = (
    "ISO 10004:2018, direct measure of satisfaction; top two of five levels as in SIPAS"
)
OWN_QUESTION: Final = "Question of the portal's own survey"
OWN_RECORD: Final = "ISO 10002:2018, how complaints and suggestions are answered"


def measure(evidence: Evidence) -> dict[str, Estimate]:
    """Every indicator defined on this evidence, by id, in the order of the registry."""
    told = {id: entry.estimate(evidence) for id, entry in INDICATORS.items()}
    return {id: estimate for id, estimate in told.items() if estimate is not None}


def satisfied(counts: Counts) -> Estimate:
    """Satisfaction alone, for lists that need no other: to measure everything costs ten times."""
    marks = counts.marks
    return Estimate.of(share(marks[3] + marks[4], sum(marks)), "wilson95", 0.0, 1.0)


def mean_mark(counts: Counts) -> Estimate:
    """The mean mark alone, for the same reason."""
    return Estimate.of(_mean_of(dict(enumerate(counts.marks, 1))), "t95", 1.0, 5.0)


@indicator("satisfaction", title=mark("Satisfied"), source=TOP_TWO, method="wilson95")
def satisfaction(evidence: Evidence) -> Figure:
    """Share of overall marks that are 4 or 5."""
    marks = evidence.counts.marks
    return share(marks[3] + marks[4], sum(marks))


@indicator("neutral", title=mark("Neutral"), source=TOP_TWO, method="wilson95")
def neutral(evidence: Evidence) -> Figure:
    """Share of overall marks that are 3."""
    marks = evidence.counts.marks
    return share(marks[2], sum(marks))


@indicator("dissatisfaction", title=mark("Dissatisfied"), source=TOP_TWO, method="wilson95")
def dissatisfaction(evidence: Evidence) -> Figure:
    """Share of overall marks that are 1 or 2."""
    marks = evidence.counts.marks
    return share(marks[0] + marks[1], sum(marks))


@indicator(
    "mean",
    title=mark("Mean mark"),
    source=TOP_TWO,
    method="t95",
    bounds=(1.0, 5.0),
    measure="mark",
)
def mean(evidence: Evidence) -> Figure:
    """Mean of the overall marks 1 to 5, taking their steps as equal."""
    return _mean_of(dict(enumerate(evidence.counts.marks, 1)))


FACTOR_TITLES: Final = {
    "access": mark("Access to the service"),
    "procedure": mark("Administrative procedure"),
    "staff": mark("Staff who handle the case"),
    "result": mark("Result of the service"),
    "feedback": mark("Handling of comments and complaints"),
}


def _factor(name: str) -> None:
    def find(evidence: Evidence) -> Figure:
        """Share of the factor's marks 1 to 5 that are 4 or 5; not applicable is left out."""
        return share(*_factor_rate(evidence.counts, name))

    indicator(f"factor.{name}", title=FACTOR_TITLES[name], source=SIPAS, method="wilson95")(find)


for _name in FACTORS:
    _factor(_name)


@indicator(
    "sipas_pooled", title=mark("Five factors, answers pooled"), source=SIPAS, method="cluster95"
)
def sipas_pooled(evidence: Evidence) -> Figure:
    """Share of all factor marks that are 4 or 5; the responses, not the marks, are the sample."""
    a, b, aa, ab, bb = (evidence.counts[name] for name in ("ca", "cb", "caa", "cab", "cbb"))
    n = evidence.counts["cn"]
    return Figure(a / b, ratio_interval(a, b, aa, ab, bb, n), n, a) if n else NOTHING


@indicator(
    "sipas_factors",
    title=mark("Five factors, mean of their shares"),
    source=SIPAS,
    method="design95",
)
def sipas_factors(evidence: Evidence) -> Figure:
    """Mean of the factors' shares, each factor weighing the same; unanswered factors left out."""
    counts, rates = evidence.counts, [_factor_rate(evidence.counts, name) for name in FACTORS]
    told = [(count, n) for count, n in rates if n]
    if not told:
        return NOTHING
    sums = (counts[name] for name in ("ca", "cb", "caa", "cab", "cbb", "cn"))
    interval = mean_of_shares_interval(told, ratio_variance(*sums))
    return Figure(sum(count / n for count, n in told) / len(told), interval, counts["cn"])


@indicator(
    "response_rate",
    title=mark("Answers per closed transaction"),
    source="ISO 10004:2018, how far those who answer stand for all",
    method="ratio",
    bounds=(0.0, None),
)
def response_rate(evidence: Evidence) -> Figure:
    """Answers over closed transactions on days with volumes; more than 1 where some rate twice."""
    answers, closed = evidence.volumes or (0, 0)
    return Figure(answers / closed, None, closed, answers) if closed else NOTHING


@indicator(
    "satisfaction_weighted",
    title=mark("Satisfied, services weighted by volume"),
    source="Cochran 1977, section 5A.9; Kish 1965, section 11.7",
    method="poststratified95",
)
def satisfaction_weighted(evidence: Evidence) -> Figure | None:
    """Share of marks 4 or 5, each service group weighing as many transactions as it closed."""
    return weighted(evidence.strata)


@indicator(
    "could_not_finish", title=mark("Could not finish"), source=OWN_QUESTION, method="wilson95"
)
def could_not_finish(evidence: Evidence) -> Figure:
    """Share of all responses that told why the errand could not be finished today."""
    return share(evidence.counts["unfinished"], evidence.counts["responses"])


@indicator("on_time", title=mark("Result on time"), source=OWN_QUESTION, method="wilson95")
def on_time(evidence: Evidence) -> Figure:
    """Share early or on time among those who have their result; those still waiting left out."""
    early, punctual, late = (evidence.counts[when] for when in ("t1", "t2", "t3"))
    return share(early + punctual, early + punctual + late)


@indicator(
    "visits",
    title=mark("Visits needed"),
    source=OWN_QUESTION,
    method="t95",
    bounds=(0.0, 3.0),
    measure="visits",
)
def visits(evidence: Evidence) -> Figure:
    """Mean number of visits for one errand, three or more taken as three: a lower bound."""
    return _mean_of({times: evidence.counts[f"v{times}"] for times in range(4)})


@indicator(
    "reply_days",
    title=mark("Days until the answer"),
    source=OWN_RECORD,
    method="t95",
    bounds=(0.0, None),
    measure="days",
)
def reply_days(evidence: Evidence) -> Figure | None:
    """Mean of the calendar days from a case's opening to its first answer, of answers sent."""
    return None if evidence.replies is None else _mean_of(evidence.replies.waited)


@indicator(
    "answered_satisfied",
    title=mark("Satisfied with the answer"),
    source=OWN_RECORD,
    method="wilson95",
)
def answered_satisfied(evidence: Evidence) -> Figure | None:
    """Share of the marks given to answers that are 4 or 5."""
    if evidence.replies is None:
        return None
    marks = evidence.replies.marks
    return share(marks[4] + marks[5], sum(marks.values()))


def _factor_rate(counts: Counts, name: str) -> tuple[int, int]:
    marks = counts.factor(name)
    return marks[3] + marks[4], sum(marks)


def _mean_of(tally: Mapping[int, int]) -> Figure:
    """Mean of values that occurred so many times, with its t interval."""
    n = sum(tally.values())
    if n == 0:
        return NOTHING
    total = sum(value * times for value, times in tally.items())
    # Deviations in integers, so that equal marks have a variance of exactly zero.
    squares = sum(times * (n * value - total) ** 2 for value, times in tally.items())
    variance = squares / (n * n * (n - 1)) if n > 1 else 0.0
    return Figure(total / n, t_interval(total / n, variance, n), n)

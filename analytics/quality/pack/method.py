"""Method and data quality: how the figures are reckoned, and from what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select

from analytics.numbers.asks import on
from analytics.numbers.conditions import whose
from analytics.quality.pack.contents import Block, Fact, Facts, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Name, Said
from analytics.quality.pack.subject import Subject
from surveys.counts import EXCLUSION
from surveys.responses import CHANNEL_NAMES, Entry
from translations import mark

CHANNEL_WORDS: Final = {
    "qr": mark("Overall marks by QR code"),
    "web": mark("Overall marks on the web"),
    "kiosk": mark("Overall marks at a kiosk"),
    "paper": mark("Overall marks on paper"),
    "phone": mark("Overall marks by telephone"),
    "assisted": mark("Entered by staff for a citizen, counted in no figure"),
}

_METHOD: Final = (
    mark(
        "Satisfied is an overall mark of 4 or 5 of five levels, neutral is 3, dissatisfied 1 or 2."
    ),
    mark("Shares stand with the Wilson interval of 95%, the mean mark with Student's."),
    mark(
        "Of a factor those count who gave it a mark; “does not apply” is left out. The factors "
        "pooled vary by response, not by mark."
    ),
    mark(
        "Changes are told from the interval of the difference (Newcombe, method 10), never from "
        "two bare figures."
    ),
    mark(
        "The limit of what is usual comes from the first twelve months with ratings, frozen: so "
        "many unsatisfied as chance brings once in 740 months, what twelve months leave open "
        "counted in. It begins anew only with a reason, or after a marked event."
    ),
    mark("Ratings in doubt count until a named person excludes them, with a reason."),
)


@section("method", title=mark("Method and quality of the data"))
def method(subject: Subject) -> Iterator[Block]:
    """The method sheet and the data quality sheet."""
    yield Text(tuple(Said(words) for words in _METHOD), listed=True)
    yield Facts(mark("The data"), tuple(_facts(subject)))


def _facts(subject: Subject) -> Iterator[Fact]:
    yield from _counted(subject)
    sealed = _Sealed.read(subject)
    for channel, marks in sealed.marks.items():
        command = subject.command(subject.covered, channel=channel)
        yield Fact(CHANNEL_WORDS[channel], marks, (command, "satisfaction", "n"))
    doubted = subject.now.counts["responses"] - subject.now.unflagged["responses"]
    yield Fact(mark("In doubt, counted"), doubted)
    yield Fact(mark("Excluded by a named person, not counted"), sealed.excluded)
    for version_id in sealed.versions:
        yield Fact(mark("Asked with"), _survey(subject, version_id))


def _counted(subject: Subject) -> Iterator[Fact]:
    """Those that an indicator rests on."""
    told, command = subject.now.indicators, subject.command(subject.covered)
    for label, indicator in (
        (mark("Responses"), "could_not_finish"),
        (mark("With an overall mark"), "satisfaction"),
        (mark("With marks for factors"), "sipas_pooled"),
    ):
        yield Fact(label, told[indicator].n, (command, indicator, "n"))
    rate = told["response_rate"]
    if rate.n:
        transactions = mark("Closed transactions on the days they are known")
        yield Fact(transactions, rate.n, (command, "response_rate", "n"))
        answers = mark("Responses on those days, unfinished errands apart")
        yield Fact(answers, rate.count or 0, (command, "response_rate", "count"))


def _survey(subject: Subject, version_id: int) -> Said:
    asked = subject.register.definitions[version_id]
    return Said(
        mark("%(survey)s, version %(version)s"),
        {"survey": Name(asked.names), "version": asked.version},
    )


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What only the rows of the ledger tell: overall marks by channel, versions, exclusions."""

    marks: dict[str, int]
    versions: list[int]
    excluded: int

    @classmethod
    def read(cls, subject: Subject) -> _Sealed:
        """One pass over the covered days."""
        row: Any = Entry.__table__.c
        keys = [row.channel, row.survey_version_id]
        marked = func.sum(case((row.overall.is_(None), 0), else_=row.sign))
        # A service named late is a pair, taken back and entered again: it comes to nothing. So the
        # sum is the list of exclusions, as it stood at the seal.
        taken_back = func.sum(case((row.kind == EXCLUSION, -row.sign), else_=0))
        here = [*whose(subject.ask, row), on(row.day, subject.covered)]
        rows = subject.connection.execute(
            select(*keys, marked, taken_back)
            .where(*here, row.kind <= EXCLUSION, row.seal_id <= subject.cut.seal)
            .group_by(*keys)
        ).all()
        marks: dict[str, int] = {}
        for channel, _version, n, _excluded in sorted(tuple(found) for found in rows):
            name = CHANNEL_NAMES[channel]
            marks[name] = marks.get(name, 0) + int(n)
        versions = sorted({version for _channel, version, *_ in rows})
        return cls(marks, versions, sum(int(found[-1]) for found in rows))

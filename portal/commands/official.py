"""``portal official``: figures of others, SIPAS and Decision 766, with their source."""

import argparse
from typing import TYPE_CHECKING

from portal.commands import Refused, a_day
from portal.commands.staff import find_unit, here, known_database

if TYPE_CHECKING:
    from analytics.numbers.scoring import Done
    from analytics.quality.figures_of_others import BadFigure, Official
    from portal.commands import Subparsers

_INDEXES = ("sipas", "766")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal official add | list | points | score``."""
    official = subparsers.add_parser("official", help="figures of others, with their source")
    acts = official.add_subparsers(title="acts", metavar="ACT", required=True)
    _add_entering(acts)
    listing = acts.add_parser("list", help="what was entered of a unit")
    listing.add_argument("--unit", metavar="SLUG", required=True)
    listing.add_argument("--index", choices=_INDEXES)
    listing.set_defaults(run=run_list)
    _add_points(acts)


def _add_entering(acts: "Subparsers") -> None:
    adding = acts.add_parser("add", help="enter a figure as an authority published it")
    adding.add_argument("--unit", metavar="SLUG", required=True)
    adding.add_argument("--index", choices=_INDEXES, required=True)
    adding.add_argument("--item", default="total", help="total, or the factor or group")
    adding.add_argument("--from", dest="start", type=a_day, metavar="DAY", required=True)
    adding.add_argument("--to", dest="end", type=a_day, metavar="DAY", required=True)
    adding.add_argument("--value", type=float, required=True)
    adding.add_argument("--out-of", type=float, default=100.0, help="what it can be at most")
    adding.add_argument("--source", metavar="TEXT", required=True, help="who published it where")
    adding.add_argument("--link", metavar="URL")
    adding.add_argument("--published", type=a_day, metavar="DAY")
    adding.add_argument("--by", metavar="NAME", required=True, help="name and position")
    adding.add_argument("--replace", action="store_true", help="correct what was entered before")
    adding.set_defaults(run=run_add)


def _add_points(acts: "Subparsers") -> None:
    points = acts.add_parser("points", help="enter a table of points of Decision 766")
    points.add_argument("--from", dest="start", type=a_day, metavar="DAY", required=True)
    for name in ("on-time", "answers", "dossiers"):
        points.add_argument(f"--{name}", type=float, required=True, help="points at most")
    points.add_argument("--enough", type=float, default=0.9, help="the rate that gets all of them")
    points.add_argument("--basis", metavar="TEXT", required=True, help="where it was read")
    points.set_defaults(run=run_points)
    scoring = acts.add_parser("score", help="the satisfaction group of Decision 766")
    scoring.add_argument("--on", type=a_day, metavar="DAY", help="by the table of this day")
    scoring.add_argument("--dossiers", type=int, required=True)
    scoring.add_argument("--bad", type=int, required=True, help="unsatisfied, complained, overdue")
    scoring.add_argument("--on-time", type=a_part, default=(0, 0), metavar="9/10")
    scoring.add_argument("--satisfied", type=a_part, default=(0, 0), metavar="7/10")
    scoring.set_defaults(run=run_score)


def a_part(text: str) -> "Done":
    """Read so many of so many, for argparse's ``type``."""
    try:
        some, all_ = map(int, text.split("/"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a part such as 9/10") from None
    return some, all_


def run_add(arguments: argparse.Namespace) -> None:
    """Enter a figure."""
    from analytics.quality.figures_of_others import AlreadyThere, BadFigure, Official, enter
    from portal.staff import log
    from surveys.database import writing
    from surveys.days import Period

    figure = Official(
        arguments.index,
        arguments.item,
        Period(arguments.start, arguments.end),
        arguments.value,
        arguments.out_of,
        arguments.source,
        arguments.link,
        arguments.published,
    )
    with known_database() as engine, writing(engine) as connection:
        unit_id = find_unit(connection, arguments.unit)
        try:
            new = enter(connection, unit_id, figure, arguments.by, replace=arguments.replace)
            if new:
                log.record(connection, "official-figure", here(), _logged(arguments))
        except BadFigure as bad:
            raise _refused(bad) from None
        except AlreadyThere as other:
            raise Refused(f"{other} is entered already: --replace corrects it", 1) from None
    print("Entered." if new else "It was there already.")


def _logged(arguments: argparse.Namespace) -> dict[str, str | float]:
    span = {"from": arguments.start.isoformat(), "to": arguments.end.isoformat()}
    return {"unit": arguments.unit, "index": arguments.index, "item": arguments.item} | span


def _refused(bad: "BadFigure") -> Refused:
    return Refused("\n".join(f"{name}: must be {what}" for name, what in bad.problems.items()))


def run_list(arguments: argparse.Namespace) -> None:
    """Print one line for each figure."""
    from analytics.quality.figures_of_others import read
    from surveys.database import reading

    with known_database() as engine, reading(engine) as connection:
        found = read(connection, find_unit(connection, arguments.unit), arguments.index)
    for one in found:
        print(_line(one))


def _line(one: "Official") -> str:
    span = f"{one.period.start} to {one.period.end}"
    return f"{one.index:6} {one.item:24} {span} {one.value:8g} of {one.out_of:g}  {one.source}"


def run_points(arguments: argparse.Namespace) -> None:
    """Enter a table of points."""
    from analytics.numbers.scoring import Scoring766
    from analytics.quality.figures_of_others import BadFigure, enter_table
    from portal.staff import log
    from surveys.database import writing

    points = (arguments.on_time, arguments.answers, arguments.dossiers, arguments.enough)
    with known_database() as engine, writing(engine) as connection:
        try:
            enter_table(connection, Scoring766(arguments.start, *points, arguments.basis))
            log.record(connection, "points-766", here(), {"from": arguments.start.isoformat()})
        except BadFigure as bad:
            raise _refused(bad) from None
    print(f"In force from {arguments.start}.")


def run_score(arguments: argparse.Namespace) -> None:
    """Print the points of the group, and by which table."""
    from analytics.quality.figures_of_others import table_on
    from surveys import days
    from surveys.database import reading

    day = arguments.on or days.office_day(days.now_ms())
    with known_database() as engine, reading(engine) as connection:
        table = table_on(connection, day)
    if table is None:
        raise Refused(f"no table of points is known for {day}: `portal official points`", 1)
    try:
        points = table.score(
            arguments.dossiers, arguments.bad, arguments.on_time, arguments.satisfied
        )
    except ValueError as wrong:
        raise Refused(str(wrong)) from None
    rate = "none" if points.rate is None else f"{points.rate:.4f}"
    print(f"dossiers {points.dossiers:g} (rate {rate}), on time {points.on_time:g}")
    print(f"answers {points.answers:g}, together {points.total:g}")
    print(f"by {table.basis}, in force from {table.since}; not a text of law")

"""The table at the end of a drill."""

from load_tests.drill.rehearsal import Result, Row

HEAD = ("failure", "thanked", "errors", "gap s", "rejoin s", "lost", "twice", "what happened")


def table(result: Result) -> str:
    """A drill as lines of text: one for each failure, then the servers and the control run."""
    lines = [HEAD, *(_cells(name, row) for name, row in result.rows.items())]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD) - 1)]
    written = [
        "  ".join([line[0].ljust(widths[0]), *map(_right, line[1:-1], widths[1:]), line[-1]])
        for line in lines
    ]
    written += [f"{name}: {why}" for name, why in result.not_played.items()]
    return "\n".join([*written, "", *_below(result)])


def _right(word: str, width: int) -> str:
    return word.rjust(width)


def _cells(name: str, row: Row) -> tuple[str, ...]:
    rejoin = "" if row.rejoin_s is None else f"{row.rejoin_s:.1f}"
    figures = (str(row.thanked), str(row.errors), f"{row.longest_gap_s:.2f}", rejoin)
    told = row.what if row.well else f"NOT WELL: {row.what}"
    return (name, *figures, str(row.lost), str(row.twice), told)


def _below(result: Result) -> list[str]:
    servers = [
        f"{name}: {one.stored} stored, of {one.thanked} thanked lost {one.lost}, twice {one.twice}"
        for name, one in result.on_each_server.items()
    ]
    control = result.control
    verdict = "as it must" if control.lost else "BUT IT MUST LOSE SOME: the comparison sees nothing"
    return [
        f"set up in {result.setup_s} s; {result.ratings} ratings thanked, {result.repeats} sent "
        f"again, 99 of 100 thanked within {result.p99_s} s",
        *servers,
        f"portal verify: {result.verified[0] if result.verified else 'FOUND A DIFFERENCE'}",
        f"control lost {control.lost} of {control.thanked}, {verdict}",
    ]

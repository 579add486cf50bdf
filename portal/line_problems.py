"""What is wrong with a line of a file, in words.

To add a reason, raise it as a ``Flaw`` where the line is judged and say it here.
"""

from surveys.transfer.lines import Problem
from translations import gettext as _
from translations import mark

SENTENCES = {
    "bad_code": mark("this is no touchpoint code, or it is mistyped"),
    "bad_count": mark("this is not a whole number of 0 or more"),
    "bad_day": mark("this is not a day such as 2023-05-31"),
    "bad_flag": mark("this is neither 1 nor 0, true nor false"),
    "bad_key": mark("a key has at most 128 printable characters"),
    "bad_language": mark("this is not a language code such as vi or en"),
    "bad_time": mark("this is not a time such as 2023-05-31T09:30"),
    "contradicts": mark("an earlier line says something else for the same key; its number"),
    "future": mark("this lies in the future"),
    "missing": mark("this must not be blank"),
    "missing_column": mark("this column is missing"),
    "no_answer": mark("no question is answered"),
    "not_asked": mark("this version of the survey does not ask this"),
    "not_utf8": mark("this is not UTF-8; save the file as CSV UTF-8"),
    "nul": mark("there is a NUL byte"),
    "out_of_range": mark("a mark is 1 to 5, or na where the question may not apply"),
    "quotes": mark("a quotation mark is out of place, or never closed"),
    "ragged": mark("the number of cells is not that of the columns"),
    "repeated_column": mark("this column is there twice"),
    "too_long": mark("this is too long"),
    "unknown_channel": mark("a channel is qr, web, kiosk, paper, phone or assisted"),
    "unknown_column": mark("there is no such column"),
    "unknown_option": mark("this is none of the question's options"),
    "unknown_service": mark("no service has this slug, or had this code on that day"),
    "unknown_touchpoint": mark("no touchpoint has this code"),
    "unknown_unit": mark("no unit has this slug"),
    "unknown_version": mark("no published survey has this name and version"),
    "unnamed": mark("this stands in a column without a name"),
}


def say(problem: Problem) -> str:
    """One line about one problem, in the language spoken now."""
    told = {
        "line": problem.line,
        "column": problem.column,
        "what": _(SENTENCES[problem.reason]),
        "value": problem.value,
    }
    if problem.column and problem.value:
        return _("line %(line)s, %(column)s: %(what)s: %(value)s", **told)
    if problem.column:
        return _("line %(line)s, %(column)s: %(what)s", **told)
    if problem.value:
        return _("line %(line)s: %(what)s: %(value)s", **told)
    return _("line %(line)s: %(what)s", **told)

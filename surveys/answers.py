"""Reading a citizen's form against the version of the survey that was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.definitions import Definition
from surveys.masking import LIMIT, clean
from surveys.questions import BadAnswer, Question, Value
from surveys.responses import ITEMS

COMMENT = "comment"


@dataclass(slots=True)
class Answers:
    """What a form says.

    ``items`` holds a mark or None ("not answered") for each asked question that has a counter,
    ``extra`` the answers of the others likewise, ``comment`` the masked text or None where none was
    asked. ``problems`` names the broken rule by question id; with any, nothing may be stored.
    """

    items: dict[str, int | None] = field(default_factory=dict)
    extra: dict[str, Value | None] = field(default_factory=dict)
    comment: str | None = None
    problems: dict[str, str] = field(default_factory=dict)


def read_answers(definition: Definition, form: Mapping[str, Sequence[str]]) -> Answers:
    """Read every question but the overall one; fields that no question asks for are ignored.

    Args:
        form: all values that were sent under each name; a question whose name is missing was not
            on the form and stays as it is.
    """
    answers = Answers()
    for question in definition.questions:
        if question.id == "overall" or question.id not in form:
            continue
        try:
            _keep(answers, question, _one(question, form[question.id]))
        except BadAnswer as bad:
            answers.problems[question.id] = bad.reason
    return answers


def _one(question: Question, values: Sequence[str]) -> str | None:
    if question.many:
        return " ".join(values)
    if len(values) > 1:
        raise BadAnswer("repeated")
    return values[0] if values else None


def _keep(answers: Answers, question: Question, raw: str | None) -> None:
    value = question.read(raw)
    if question.id == COMMENT:
        answers.comment = clean(str(value), question.limit or LIMIT) if value else ""
    elif question.id in ITEMS:
        answers.items[question.id] = None if value is None else int(value)
    elif isinstance(value, str):
        answers.extra[question.id] = clean(value, question.limit or LIMIT)
    else:
        answers.extra[question.id] = value

"""Answers as they stand in files: read by the survey version they belong to, and written back."""

from typing import cast

from surveys.definitions import Definition, UnknownQuestion
from surveys.masking import LIMIT, clean
from surveys.questions import NOT_APPLICABLE, BadAnswer, Option, Question, Value
from surveys.responses import RANGES

COMMENT = "comment"


def _fact(id_: str) -> Question:
    low, high = RANGES[id_]
    options = tuple(Option(value=value, words={}) for value in range(low, high + 1))
    return Question(id=id_, type="choice", words={}, options=options)


# What has counters of its own may come with any version of a survey.
FACTS = {id_: _fact(id_) for id_ in ("visits", "on_time", "unfinished")}
# How a number may be written other than in digits.
_SPELLINGS = (NOT_APPLICABLE, "yes", "no")


class NotAsked(LookupError):
    """This version of the survey does not ask that."""


def find_question(definition: Definition, question_id: str) -> Question:
    """The question that an answer belongs to.

    Raises:
        NotAsked: neither the version nor the portal knows it.
    """
    try:
        return definition.find(question_id)
    except UnknownQuestion:
        if question_id in FACTS:
            return FACTS[question_id]
        raise NotAsked(question_id) from None


def read_answer(question: Question, raw: str) -> Value | None:
    """The answer in a cell; text comes back masked, None says nothing.

    Raises:
        BadAnswer: as ``Question.read``.
    """
    value = question.read(raw)
    return clean(value, question.limit or LIMIT) or None if isinstance(value, str) else value


def write_answer(question: Question, value: Value) -> str:
    """The cell that ``read_answer`` reads as this value; digits where none does."""
    if isinstance(value, str):
        return value
    spelt = (text for text in (str(value), *_SPELLINGS) if _means(question, text, value))
    return next(spelt, str(value))


def _means(question: Question, text: str, value: int) -> bool:
    try:
        return cast("int | None", question.read(text)) == value
    except BadAnswer:
        return False

"""The questions after the mark: which are asked, and what was answered already."""

from typing import Any

from surveys.additions import Given
from surveys.answers import COMMENT
from surveys.definitions import Definition
from surveys.questions import DOES_NOT_APPLY, NOT_APPLICABLE, Question, Value
from surveys.words import words_for
from translations import gettext as _
from translations import spoken


def questions(definition: Definition, given: Given) -> list[dict[str, Any]]:
    """What this citizen is asked after the mark, as ``rate/more.html`` draws it."""
    overall = given.items.get("overall")
    asked = [q for q in definition.questions if q.id != "overall" and q.follows(overall)]
    return [_question(definition, question, given) for question in asked]


def _question(definition: Definition, question: Question, given: Given) -> dict[str, Any]:
    words, mark_ = words_for(question.words, spoken()), _settled(question, given)
    more = _("Your comment has arrived. You may add to it here.")
    return {
        "id": question.id,
        "widget": question.widget,
        "title": words.title,
        "hint": more if question.id == COMMENT and given.wrote else words.hint,
        "na": question.na,
        # What was not good is the one thing that is asked of nobody else.
        "first": bool(question.after_marks),
        "limit": question.limit,
        "options": [(o.value, words_for(o.words, spoken())) for o in question.options],
        "counted": None if mark_ is None else _in_words(definition, question, mark_),
    }


def _settled(question: Question, given: Given) -> Value | None:
    return given.items.get(question.id, given.extra.get(question.id))


def _in_words(definition: Definition, question: Question, value: Value) -> str:
    """A settled answer as its question words it."""
    if question.options:
        words = {str(option.value): option.words for option in question.options}
        chosen = (words_for(words[number], spoken()) for number in str(value).split())
        return ", ".join(chosen)
    if isinstance(value, str):
        return value
    if value == DOES_NOT_APPLY:
        return words_for(definition.not_applicable, spoken())
    return words_for(definition.levels, spoken())[value - 1]


def as_typed(given: Given) -> dict[str, str]:
    """The answers that may still change, as the form sends them."""
    typed = {
        name: NOT_APPLICABLE if value == DOES_NOT_APPLY else str(value)
        for name, value in (given.waiting | given.waiting_extra).items()
    }
    return typed | ({COMMENT: given.comment} if given.comment else {})

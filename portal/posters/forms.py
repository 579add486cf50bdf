"""The paper form: the questions of the survey with boxes to tick, and the counter's code."""

from dataclasses import dataclass
from typing import Any

from portal.pages import render
from portal.posters import codes
from portal.posters.wording import Poster, sentences
from surveys.codes import format_code
from surveys.definitions import Definition
from surveys.questions import Question
from surveys.words import words_for
from translations import spoken


@dataclass(frozen=True, slots=True)
class Form:
    """What is printed for one counter: its poster, and what its survey asks."""

    poster: Poster
    definition: Definition

    def draw(self) -> str:
        """The form as a document of one sheet of A4, in the language spoken now."""
        return render("posters/form.html", **self.context())

    def context(self) -> dict[str, Any]:
        """What ``posters/form.html`` draws: poster, printed, code, code_words, levels,
        not_applicable, name, questions (``asked``)."""
        language = spoken()
        return {
            "poster": self.poster,
            "printed": sentences(self.poster).get(language, {}).get("printed", ""),
            "code": codes.draw(self.poster.address),
            "code_words": format_code(self.poster.code),
            "name": words_for(self.definition.names, language),
            "levels": list(enumerate(words_for(self.definition.levels, language), 1)),
            "not_applicable": words_for(self.definition.not_applicable, language),
            "questions": [asked(question, language) for question in self.definition.questions],
        }


def asked(question: Question, language: str) -> dict[str, Any]:
    """A question as paper and the entry page put it.

    Names: id, widget, title, hint, na, options [(value, words)], limit, after (the overall marks
    after which alone it is asked, "1, 2", or "").
    """
    words = words_for(question.words, language)
    return {
        "id": question.id,
        "widget": question.widget,
        "title": words.title,
        "hint": words.hint,
        "na": question.na,
        "options": [(o.value, words_for(o.words, language)) for o in question.options],
        "limit": question.limit,
        "after": ", ".join(map(str, question.after_marks)),
    }

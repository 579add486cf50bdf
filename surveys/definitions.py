"""Survey definitions: which questions, in which order, in which words; one per version."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from surveys.questions import Question
from surveys.words import FALLBACK


class BadDefinition(ValueError):
    """A survey that cannot be asked: which rule it breaks, and where."""

    def __init__(self, reason: str, where: str) -> None:
        super().__init__(reason, where)
        self.reason, self.where = reason, where


class UnknownQuestion(LookupError):
    """The survey has no question with this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a survey: what is asked, in which order, in which words.

    ``levels`` names the marks 1 to 5 and ``not_applicable`` the mark `DOES_NOT_APPLY`, by
    language; ``names`` is what the survey itself is called.
    """

    survey: str
    version: int
    names: dict[str, str]
    levels: dict[str, tuple[str, str, str, str, str]]
    not_applicable: dict[str, str]
    questions: tuple[Question, ...]

    @classmethod
    def parse(cls, data: Mapping[str, object]) -> "Definition":
        """Check a definition that was read from JSON.

        Raises:
            BadDefinition: the first rule that it breaks.
        """
        try:
            definition = msgspec.convert(data, cls)
        except msgspec.ValidationError as invalid:
            raise BadDefinition("malformed", str(invalid)) from invalid
        for reason, where in definition._flaws():
            raise BadDefinition(reason, where)
        return definition

    def find(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises:
            UnknownQuestion: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id)

    def _flaws(self) -> Iterator[tuple[str, str]]:
        if not self.questions:
            yield "no_questions", self.survey
        for where in ("names", "levels", "not_applicable"):
            if FALLBACK not in getattr(self, where):
                yield "no_vietnamese", where
        for question_id, times in Counter(question.id for question in self.questions).items():
            if times > 1:
                yield "repeated_id", question_id
        for question in self.questions:
            for reason in question.flaws():
                yield reason, question.id

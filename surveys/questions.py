"""What may be asked and what a valid answer is: questions and their types.

To add a question type, write one function here that reads an answer and put `question_type`
above it, with the name of its widget. When no widget fits, add ``templates/questions/NAME.html``.
Name the type in the next version of a survey; published versions never change.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from surveys.typed import is_blank, tidy
from surveys.words import FALLBACK

# What is stored: a mark or an option's number, or text.
Value = int | str

# How "does not apply" is written in forms and files, and the mark that is stored for it.
NOT_APPLICABLE = "na"
DOES_NOT_APPLY = 0

# Ids are names of form fields and of columns in files.
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
# A decomposed Vietnamese letter takes three characters; nobody's comment needs more for each.
_LONGEST_SPELLING = 3


class BadAnswer(ValueError):
    """An answer that its question does not allow: which rule it breaks."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a question says in one language."""

    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose: the number that is stored, and its name per language."""

    value: int
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. Its type says which of ``na``, ``options`` and ``limit`` it has.

    ``required`` binds a citizen's form only; ``limit`` is the most characters of a tidied text.
    ``after_marks`` are the overall marks after which it is asked; none means always.
    """

    id: str
    type: str
    words: dict[str, Words]
    required: bool = False
    na: bool = False
    options: tuple[Option, ...] = ()
    limit: int | None = None
    after_marks: tuple[int, ...] = ()

    def follows(self, overall: int | None) -> bool:
        """Whether it is asked of somebody who gave this overall mark, or none."""
        return not self.after_marks or overall in self.after_marks

    @property
    def widget(self) -> str:
        """The template in ``templates/questions/`` that draws it, without ``.html``."""
        return TYPES[self.type].widget

    @property
    def many(self) -> bool:
        """Whether a form sends a value for each of several answers."""
        return TYPES[self.type].many

    def read(self, raw: str | None) -> Value | None:
        """Return the answer in what was sent; None when it says nothing.

        Raises:
            BadAnswer: ``out_of_range``, ``unknown_option`` or ``too_long``.
        """
        return None if raw is None or is_blank(raw) else TYPES[self.type].read(raw, self)

    def flaws(self) -> Iterator[str]:
        """Yield the rules that the question itself breaks."""
        if not _ID.fullmatch(self.id):
            yield "unusable_id"
        settings = {name for name in ("na", "options", "limit") if getattr(self, name)}
        if self.type not in TYPES:
            yield "unknown_type"
        elif not TYPES[self.type].needs <= settings <= TYPES[self.type].takes:
            yield "unfit_settings"
        if not set(self.after_marks) <= set(range(1, 6)):
            yield "unfit_settings"
        if FALLBACK not in self.words or not self.words[FALLBACK].title:
            yield "no_vietnamese"
        if not all(option.words.get(FALLBACK) for option in self.options):
            yield "no_vietnamese"
        if len({option.value for option in self.options}) < len(self.options):
            yield "repeated_option"


Reader = Callable[[str, Question], Value]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """How a kind of question is drawn and read, and which settings it needs and takes."""

    widget: str
    read: Reader
    needs: Set[str]
    takes: Set[str]
    many: bool


TYPES: dict[str, QuestionType] = {}


def question_type(
    name: str,
    *,
    widget: str,
    needs: Set[str] = frozenset(),
    may: Set[str] = frozenset(),
    many: bool = False,
) -> Callable[[Reader], Reader]:
    """Register the function below as the reader of a question type.

    Args:
        name: what definitions call it.
        widget: template in ``templates/questions/``, without ``.html``.
        needs, may: which of a question's ``na``, ``options`` and ``limit`` it must or may have.
        many: whether a form sends several values; they are read as one text, blanks between them.
    """

    def register(read: Reader) -> Reader:
        TYPES[name] = QuestionType(widget, read, needs, needs | may, many)
        return read

    return register


@question_type("level5", widget="level5", may={"na"})
def read_level5(raw: str, question: Question) -> int:
    """Read a mark from 1, very dissatisfied, to 5, very satisfied; or that it does not apply.

    Source: the five levels of SIPAS.
    """
    mark = raw.strip()
    if question.na and mark.casefold() == NOT_APPLICABLE:
        return DOES_NOT_APPLY
    if mark not in {"1", "2", "3", "4", "5"}:
        raise BadAnswer("out_of_range")
    return int(mark)


@question_type("choice", widget="choice", needs={"options"})
def read_choice(raw: str, question: Question) -> int:
    """Read the number of one of the question's options."""
    for option in question.options:
        if raw.strip() == str(option.value):
            return option.value
    raise BadAnswer("unknown_option")


@question_type("several", widget="several", needs={"options"}, many=True)
def read_several(raw: str, question: Question) -> str:
    """Read the numbers of any of the options, blanks between them; each once, in their order."""
    chosen = set(raw.split())
    known = [str(option.value) for option in question.options]
    if not chosen <= set(known):
        raise BadAnswer("unknown_option")
    return " ".join(value for value in known if value in chosen)


@question_type("yes_no", widget="yes_no")
def read_yes_no(raw: str, _question: Question) -> int:
    """Read ``yes`` as 1 and ``no`` as 0."""
    answers = {"yes": 1, "no": 0}
    if raw.strip() not in answers:
        raise BadAnswer("unknown_option")
    return answers[raw.strip()]


@question_type("text", widget="text", needs={"limit"})
def read_text(raw: str, question: Question) -> str:
    """Read text as `tidy` makes it, of at most ``limit`` characters."""
    limit = question.limit or 0
    # The first check refuses a megabyte before any work is done on it.
    if len(raw) > _LONGEST_SPELLING * limit or len(text := tidy(raw)) > limit:
        raise BadAnswer("too_long")
    return text

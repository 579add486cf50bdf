"""Judgements that stand in numbers and turns of phrase: hours waited, times come back, "X mà chưa".

They are in ``turns.tsv``, as patterns on the words of a comment. ``says`` is a polarity, or how to
reckon one; ``neither`` for "some do, some do not". A ``{NAME}`` stands for the pattern of the line
``= NAME``. A match of the group ``spared`` or ``got`` takes the judgement back.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from analytics.text.clauses import CONCEDED
from analytics.text.lexicon import rows, strip
from analytics.text.opinions import Opinion

_NEITHER: Final = "neither"
_TAKEN_BACK: Final = ("spared", "got")
_NUMBERS: Final = {"một": 1, "năm": 5, "mot": 1, "nam": 5, "five": 5, "one": 1, "zero": 0}
_NAME = re.compile(r"\{([A-Z]+)\}")
_TURN = re.compile(
    r"\b(?:nhưng|chứ|tuy nhiên|mỗi tội|có điều|nhung|tuy nhien|moi toi|but|however)\b"
)
# "I thought ...", and no stop since.
_SUPPOSING = re.compile(
    r"\b(?:tưởng|ngỡ|cứ nghĩ|nghe đồn|nghe nói|sợ phải|lo phải|tuong|ngo|nghe don|nghe noi)\b"
    r"[^,.;!?]*$"
)

# A visit done in so many minutes was quick; one of so many was not.
_SOON, _LATE = 20, 45

Says = Callable[[re.Match[str]], float | None]


class Rule(NamedTuple):
    """A pattern, and what a match says: a polarity, or None for nothing."""

    pattern: re.Pattern[str]
    says: Says
    themes: tuple[str, ...]
    vague: bool


class Rules(NamedTuple):
    """The patterns that judge, and those that judge neither way."""

    judging: list[Rule]
    neither: list[re.Pattern[str]]


def figures(text: str, *, bare: bool) -> Iterator[Opinion]:
    """The judgements that a comment expresses by numbers and turns of phrase.

    Args:
        text: its words in small letters, one space between them.
    """
    told: list[tuple[int, int, bool]] = []
    for rule in _rules(bare=bare).judging:
        match = rule.pattern.search(text)
        polarity = rule.says(match) if match else None
        if match and polarity is not None and not _SUPPOSING.search(text, 0, match.start()):
            if _is_told(told, match, polarity > 0):
                continue
            told.append((*match.span(), polarity > 0))
            weight = CONCEDED if _TURN.search(text, match.end()) else 1.0
            yield Opinion(match[0].strip(), polarity, rule.themes, weight, vague=rule.vague)


def _is_told(told: list[tuple[int, int, bool]], match: re.Match[str], praises: bool) -> bool:
    """Whether these words have said as much already: "chờ từ 8h đến 11h mới tới lượt"."""
    return any(
        start < match.end() and match.start() < end and praises == praised
        for start, end, praised in told
    )


def alternates(text: str, *, bare: bool) -> bool:
    """Whether a comment says "some do, some do not": a verdict on neither."""
    return any(pattern.search(text) for pattern in _rules(bare=bare).neither)


@cache
def _rules(*, bare: bool) -> Rules:
    names: dict[str, str] = {}
    found = Rules([], [])
    for row in rows("turns.tsv"):
        pattern = _NAME.sub(lambda name: names[name[1]], row["pattern"])
        pattern = strip(pattern) if bare else pattern
        if row["says"].startswith("= "):
            names[row["says"].removeprefix("= ")] = pattern
        elif row["says"] == _NEITHER:
            found.neither.append(re.compile(pattern))
        else:
            themes = tuple(row["themes"].split())
            said = _RECKONED.get(row["says"]) or _always(float(row["says"]))
            found.judging.append(Rule(re.compile(pattern), said, themes, bool(row["vague"])))
    return found


def _always(polarity: float) -> Says:
    def says(match: re.Match[str]) -> float | None:
        groups = match.groupdict()
        return None if any(groups.get(group) for group in _TAKEN_BACK) else polarity

    return says


def _sooner(match: re.Match[str]) -> float | None:
    early = int(match["promised"]) - int(match["came"])
    return 0.7 if early > 0 else -0.6 if early < 0 else None


def _minutes(match: re.Match[str]) -> float | None:
    if match["spared"]:
        return None
    minutes = int(match["minutes"]) if match["minutes"].isdecimal() else 0
    return 0.45 if minutes <= _SOON else -0.35 if minutes >= _LATE else None


def _of_ten(match: re.Match[str]) -> float | None:
    return max(-1.0, min(1.0, (float(match["score"]) - 5.5) / 4.5))


def _of_five(match: re.Match[str]) -> float | None:
    stars = match["stars"]
    return max(-1.0, (_NUMBERS[stars] if stars in _NUMBERS else int(stars)) / 2 - 1.5)


_RECKONED: Final[dict[str, Says]] = {
    "sooner": _sooner,
    "minutes": _minutes,
    "of ten": _of_ten,
    "of five": _of_five,
}

"""What a comment is about: the eight themes, and what it says of each.

Opinions that name no theme of their own ("rất tốt") are about what their clause names, else about
what the clause before it named.
"""

from collections import defaultdict

from analytics.text.analyzers import SATURATION, Sentiment
from analytics.text.clauses import Clause
from analytics.text.hunches import Hunch
from analytics.text.lexicon import THEMES
from analytics.text.opinions import Opinion, wish_at
from analytics.text.settled import Table, settle_themes

FACTORS = {
    "staff": "staff",
    "time": "result",
    "online": "access",
    "procedure": "procedure",
    "access": "access",
    "complaint": "feedback",
    "result": "result",
    "fee": "procedure",
}
"""The factor of the survey under which a theme falls. Source: the questions of the default survey
("kết quả đúng hẹn, đúng nội dung" is one of them); fees belong to the procedure, as in SIPAS."""

# Every visit has its papers and its result: naming them in passing is no theme, and a hint at
# them, or at an answer that did not come, is none beside another theme.
_IN_PASSING = frozenset({"procedure", "result"})
# "Hồ sơ ..." begins what is said of anything.
_SUBJECTLESS = frozenset({"procedure"})
_GUESSED = _IN_PASSING | {"complaint", "time"}
_HINT = 0.65
# How strongly a clause speaks of what it names; what share of the strongest theme another has to
# have to be heard beside it; and the strength beyond which saying it again drowns no other.
# Source: tuned on self-written comments.
_NAMED, _NAMED_IN_PASSING, _VAGUE, _HEARD, _LOUD = 0.8, 0.4, 0.5, 0.6, 1.0
# "Máy chủ treo, cả phòng đợi": who or what a judged clause begins with is judged too. How far it
# may stand from the beginning, in phrases, and how strongly it speaks.
_SUBJECT_WITHIN, _SUBJECT = 2, 0.6


def leanings(
    sentiment: Sentiment, guess: Hunch | None = None, table: Table | None = None
) -> dict[str, float | None]:
    """The themes of a comment in the order of ``THEMES``, and what it says of each.

    A theme counts when an opinion belongs to it, when it is named in a clause whose opinions name
    none, that wishes or that asks, or when a clause that judges begins with it; and when it is not
    drowned by another. A comment that does none of these is about whatever it names.

    Args:
        table: what was counted for the settling of themes; see ``settle_themes``.

    Returns:
        -1..1 for each theme; None where it is named and not judged.
    """
    pairs = list(zip(sentiment.clauses, sentiment.by_clause, strict=True))
    told = _told(sentiment)
    named = heard_of(sentiment)
    found = settle_themes(named, guess, table) if guess else named
    said = _said(pairs, told)
    return {
        theme: _squeezed(said[theme]) if theme in said else None
        for theme in THEMES
        if theme in found
    }


def heard_of(sentiment: Sentiment) -> dict[str, float]:
    """The themes that the words we know name, and how strongly they speak of each."""
    pairs = list(zip(sentiment.clauses, sentiment.by_clause, strict=True))
    told, telling = _told(sentiment), _telling(pairs)
    subjects = _subjects(pairs) if any(op.polarity for op in sentiment.opinions) else set()
    about = _about(sentiment.clauses, telling, told) | subjects
    strength = _strength(telling, told)
    for theme in subjects:
        strength[theme] = max(strength[theme], _SUBJECT)
    heard = min(max((strength[theme] for theme in about), default=0), _LOUD) * _HEARD
    return {theme: strength[theme] for theme in about if strength[theme] >= heard}


def _told(sentiment: Sentiment) -> list[tuple[str, Opinion]]:
    return [(theme, op) for op in sentiment.opinions if op.polarity for theme in op.themes]


def _strength(telling: list[Clause], told: list[tuple[str, Opinion]]) -> dict[str, float]:
    strength: defaultdict[str, float] = defaultdict(float)
    for theme, opinion in told:
        strength[theme] += abs(opinion.polarity) * (_VAGUE if opinion.vague else 1)
    for clause in telling:
        for theme in set(_named(clause)):
            strength[theme] += _NAMED_IN_PASSING if theme in _IN_PASSING else _NAMED
    return strength


def _about(
    clauses: list[Clause], telling: list[Clause], told: list[tuple[str, Opinion]]
) -> set[str]:
    plain = {theme for theme, opinion in told if _plain(opinion)}
    named = {theme for clause in telling or clauses for theme in _named(clause)}
    sure = plain | (named - _IN_PASSING)
    if sure and telling:
        return sure
    return sure | named | {theme for theme, _opinion in told}


def _plain(opinion: Opinion) -> bool:
    """Whether an opinion tells its theme for sure."""
    if opinion.vague:
        return False
    return not _GUESSED.intersection(opinion.themes) or abs(opinion.polarity) >= _HINT


def _said(
    pairs: list[tuple[Clause, list[Opinion]]], told: list[tuple[str, Opinion]]
) -> dict[str, float]:
    """What is said of each theme, added up."""
    said: defaultdict[str, float] = defaultdict(float)
    for theme, opinion in told:
        said[theme] += opinion.polarity
    before: list[str] = []
    for clause, found in pairs:
        named = _named(clause)
        for opinion in found:
            if opinion.polarity and not opinion.themes:
                for theme in set(named or before):
                    said[theme] += opinion.polarity
        before = named or before
    return said


def _subjects(pairs: list[tuple[Clause, list[Opinion]]]) -> set[str]:
    """What the clauses that judge begin with; and the first clause, for the whole comment."""
    return {
        theme
        for at, (clause, found) in enumerate(pairs)
        if at == 0 or any(opinion.polarity for opinion in found)
        for theme in _subject(clause)
    } - _SUBJECTLESS


def _subject(clause: Clause) -> tuple[str, ...]:
    for phrase in clause.phrases[:_SUBJECT_WITHIN]:
        entry = phrase.as_role("theme") or phrase.as_role("shield")
        if entry and entry.themes:
            return entry.themes
        opinion = phrase.as_role("opinion")
        if opinion and opinion.weight:
            break
    return ()


def _squeezed(added: float) -> float:
    return round(added / (abs(added) + SATURATION), 4)


def _telling(pairs: list[tuple[Clause, list[Opinion]]]) -> list[Clause]:
    """The clauses that are about what they name.

    One that judges and names nothing speaks of what was named last, if nothing was said of that:
    "Cầm được sổ đỏ trong tay, mừng quá".
    """
    telling: list[Clause] = []
    open_still: Clause | None = None
    for clause, found in pairs:
        if _tells(clause, found):
            telling.append(clause)
            if open_still and not _named(clause):
                telling.append(open_still)
        if _named(clause):
            open_still = None if any(opinion.polarity for opinion in found) else clause
    return telling


def _tells(clause: Clause, found: list[Opinion]) -> bool:
    """Whether what a clause names is what it is about."""
    if clause.asked or wish_at(clause) is not None:
        return True
    return any(opinion.polarity and not opinion.themes for opinion in found)


def _named(clause: Clause) -> list[str]:
    return [
        theme
        for phrase in clause.phrases
        if not phrase.as_role("wish")
        for entry in phrase.entries
        if entry.role in ("theme", "shield")
        for theme in entry.themes
    ]

"""Judgements that stand in numbers: hours waited, times come back, days sooner than promised."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from analytics.text.lexicon import strip
from analytics.text.opinions import Opinion

_COUNT = r"(?:\d{1,3}|nửa|một|hai|ba|bốn|năm|sáu|bảy|tám|mười|mấy|three|two|four)"
_MANY = r"(?:[2-9]|[1-9]\d|hai|ba|bốn|năm|mấy|nhiều|three|two|bao nhiêu)"
_NEAR = r"[^.,;!?\n]{0,25}?"
_SPARED = r"(?:không|khỏi|đỡ|hết|chưa|chẳng|ko|k) (?:\w+ ){0,2}?"


class Rule(NamedTuple):
    """A pattern on normalised text, and what a match says: polarity, or None for nothing."""

    pattern: str
    says: Callable[[re.Match[str]], float | None]
    themes: tuple[str, ...]


def _spared_or(polarity: float) -> Callable[[re.Match[str]], float | None]:
    return lambda match: None if match["spared"] else polarity


def _sooner(match: re.Match[str]) -> float | None:
    return 0.7 if int(match["came"]) < int(match["promised"]) else None


def _out_of_ten(match: re.Match[str]) -> float | None:
    return max(-1.0, min(1.0, (float(match["score"]) - 5.5) / 4.5))


RULES = (
    Rule(
        rf"(?P<spared>{_SPARED})?\b(?:chờ|đợi|ngồi|mất|waited){_NEAR} {_COUNT}(?: hơn)? "
        r"?(?:tiếng|giờ|ngày|tuần|tháng|buổi|năm|hours|days|weeks)\b",
        _spared_or(-0.5),
        ("time",),
    ),
    Rule(
        rf"(?P<spared>{_SPARED})?\b(?:đi|đến|tới|hẹn|lên|nộp|chạy|hỏi|gọi|bổ sung|quay lại)\b"
        rf"{_NEAR} {_MANY} (?:lần|lượt|bận)\b",
        _spared_or(-0.5),
        ("procedure",),
    ),
    Rule(
        rf"\bhẹn{_NEAR} ?(?P<promised>\d{{1,3}}) (?P<unit>ngày|tuần|tháng|giờ)\b"
        r"[^.;!?\n]{0,20}? (?P<came>\d{1,3}) (?P=unit)\b",
        _sooner,
        ("time",),
    ),
    Rule(
        rf"(?P<spared>(?:chờ|đợi|mất){_NEAR})?\b(?:chỉ|trong|chưa đầy|chưa tới|chưa đến|in)"
        r"(?: (?:mất|có|trong|vòng))? (?:khoảng )?\d{1,3} ?(?:phút|minutes|p)\b",
        _spared_or(0.5),
        ("time",),
    ),
    Rule(
        r"\b\d{1,2}(?:h|g|:)\d{0,2} (?:tới|đến|ra)\b[^.;!?\n]{0,20}? mới\b",
        lambda match: -0.5,
        ("time",),
    ),
    Rule(r"\b(?P<score>\d|10) ?/ ?10\b", _out_of_ten, ()),
)


@cache
def _compiled(*, bare: bool) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(strip(rule.pattern) if bare else rule.pattern) for rule in RULES)


def figures(plain: str, *, bare: bool) -> Iterator[Opinion]:
    """The judgements that the numbers of a normalised comment express."""
    if not any(map(str.isdigit, plain)) and not _WORDS_OF_NUMBER.search(plain):
        return
    for rule, pattern in zip(RULES, _compiled(bare=bare), strict=True):
        match = pattern.search(plain)
        polarity = rule.says(match) if match else None
        if match and polarity is not None:
            yield Opinion(match[0].strip(), polarity, rule.themes)


# A cheap look before the rules: most comments count nothing.
_WORDS_OF_NUMBER = re.compile(r"lần|lan|lượt|tiếng|tieng|buổi|ngày|ngay|tuần|tháng|hours|days")

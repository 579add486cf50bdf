"""``python -m crossed``: how well strange comments are likely to be read, by cross-validation.

The labelled comments are dealt into five parts; each part is read by what was counted from the
other four. Only sets that nobody looked at while words were chosen say anything about strange
comments; choices are made by them.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence

from hunches import FOLDS, Sample, count, counted
from text_check import DATA

from analytics.text import Reading, read
from analytics.text.lexicon import strip
from analytics.text.settled import Counted
from analytics.text.trial import Labelled, Score, judge, load


def main() -> int:
    samples = counted()
    names = {
        comment.text: file.stem for file in sorted(DATA.glob("*.jsonl")) for comment in load(file)
    }
    readings = crossed(samples)
    by_set: defaultdict[str, list[Labelled]] = defaultdict(list)
    for sample in samples:
        if sample.fresh:
            by_set[names[sample.comment.text]].append(sample.comment)
            by_set["all fresh"].append(sample.comment)
    print(f"{'set':<18}{'n':>6}  accuracy  macro-F1  flips  themes   and without diacritics")
    for name, comments in by_set.items():
        both = [judge(comments, readings.__getitem__), judge(_bare(comments), readings.__getitem__)]
        print(f"{name:<18}{len(comments):>6}  " + "   ".join(map(_line, both)))
    return 0


def crossed(samples: Sequence[Sample]) -> dict[str, Reading]:
    """Every fresh comment, with and without diacritics, read by what the others taught."""
    readings: dict[str, Reading] = {}
    for fold in range(FOLDS):
        others = [sample for at, sample in enumerate(samples) if at // 3 % FOLDS != fold]
        own = [s for at, s in enumerate(samples) if s.fresh and at // 3 % FOLDS == fold]
        readings |= _read([sample.comment.text for sample in own], count(others))
    return readings


def _read(texts: Sequence[str], taught: Counted) -> dict[str, Reading]:
    return {one: read(one, taught) for text in texts for one in (text, strip(text))}


def _bare(comments: Sequence[Labelled]) -> list[Labelled]:
    return [Labelled(strip(one.text), one.label, one.themes) for one in comments]


def _line(score: Score) -> str:
    themes = "" if score.themes is None else f"{score.themes:.3f}"
    return f"{score.accuracy[0]:8.3f}  {score.macro_f1[0]:8.3f}  {score.flips:.3f}  {themes:>6}"


if __name__ == "__main__":
    sys.exit(main())

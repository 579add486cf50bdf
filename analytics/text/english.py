"""The English words we know: those of public service, then the clear ones of TextBlob."""

from collections.abc import Iterator
from functools import cache
from threading import Lock

from textblob.en import sentiment as textblob_words

from analytics.text.lexicon import ENGLISH, HERE, Entry, Index, cues, entries_of, make_index

# TextBlob knows "more" as praise and "behind" as blame: what is fainter than this, or more a fact
# than an opinion, is left to our own list. Source: tuned on self-written comments.
_CLEAR, _SUBJECTIVE = 0.3, 0.4

_loading = Lock()


@cache
def english_index() -> Index:
    """English phrases, signs and the words that turn them."""
    lists = (HERE / "words" / f"{name}.txt" for name in (ENGLISH, "signs"))
    ours = [entry for file in lists for entry in entries_of(file)]
    ours += [cue for cue in cues() if cue.form.isascii()]
    known = {entry.form for entry in ours}
    return make_index([*ours, *(word for word in _theirs() if word.form not in known)])


def _theirs() -> Iterator[Entry]:
    # TextBlob fills its word list without a lock of its own.
    with _loading:
        textblob_words.load()
    for form, senses in textblob_words.items():
        polarity, subjectivity, _intensity = senses.get(None) or next(iter(senses.values()))
        if abs(polarity) >= _CLEAR and subjectivity >= _SUBJECTIVE:
            yield Entry(form, "opinion", polarity, ())

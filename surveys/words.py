"""Words kept per language: names of units and services, and what a survey asks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

FALLBACK = "vi"

Said = TypeVar("Said")


def words_for(words: Mapping[str, Said], language: str) -> Said:
    """Return what is said in this language, or in Vietnamese where that is missing.

    Raises:
        KeyError: not even Vietnamese is there.
    """
    return words[language] if language in words else words[FALLBACK]


@dataclass(frozen=True, slots=True)
class Names:
    """Words per language of one kind of thing, with Vietnamese where a language has none."""

    by_id: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def say(self, of: int, language: str) -> str:
        """The name in that language, else in Vietnamese, else in any."""
        names = self.by_id.get(of, {})
        return names.get(language) or names.get(FALLBACK) or next(iter(names.values()), "")

"""Words kept per language: names of units and services, and what a survey asks.

They are kept in Vietnamese and English. Every other language translates the English ones in its
``messages.po``, so that a version that is published, or a register that is filled, learns a new
language without being touched; a row in that language, where there is one, comes first.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from translations import catalogue, content, mark

FALLBACK = "vi"
_ENGLISH = "en"

# What kind of office a unit is, beside its Vietnamese name.
KINDS = {
    "city": mark("city"),
    "province": mark("province"),
    "urban_district": mark("urban district"),
    "rural_district": mark("rural district"),
    "district_city": mark("district-level city"),
    "town": mark("town"),
    "ward": mark("ward"),
    "commune": mark("commune"),
    "township": mark("township"),
    "special_zone": mark("special zone"),
}
# Translators: a unit as its building names it, and what kind that is: Phường Đằng Lâm (ward).
_WITH_KIND = mark("%(name)s (%(kind)s)")

Said = TypeVar("Said")


def words_for(words: Mapping[str, Said], language: str) -> Said:
    """What is said in this language, else its translation from English, else the Vietnamese.

    Raises:
        KeyError: not even Vietnamese is there.
    """
    if language in words:
        return words[language]
    if _ENGLISH in words and language != FALLBACK:
        translated: Said = _translated(words[_ENGLISH], language)
        return translated
    return words[FALLBACK]


def _translated(said: Any, language: str) -> Any:
    if isinstance(said, str):
        return content(said, language)
    if isinstance(said, tuple):
        return tuple(_translated(part, language) for part in said)
    parts = {part.name: _translated(getattr(said, part.name), language) for part in fields(said)}
    return replace(said, **parts)


def unit_name(names: Mapping[str, str], kind: str, language: str) -> str:
    """A unit's name, with its type, as somebody needs it who stands before the building.

    In a language that has no name for it, the one on the building with its kind explained:
    "Phường Đằng Lâm (동)". Where English was left out, the Vietnamese name serves.

    Raises:
        KeyError: not even Vietnamese is there.
    """
    if language in (*names, _ENGLISH):
        return names.get(language) or names[FALLBACK]
    known = names.get(_ENGLISH, "")
    translated = content(known, language)
    if translated != known or kind not in KINDS:
        return translated or names[FALLBACK]
    words = catalogue(language)
    told = {"name": names[FALLBACK], "kind": words.gettext(KINDS[kind])}
    return words.gettext(_WITH_KIND) % told


@dataclass(frozen=True, slots=True)
class Names:
    """Words per language of one kind of thing, with Vietnamese where a language has none."""

    by_id: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def say(self, of: int, language: str) -> str:
        """The name in that language, as ``words_for`` finds it, else in any."""
        return words_for(self._told(of), language)

    def _told(self, of: int) -> dict[str, str]:
        names = self.by_id.get(of, {})
        return {FALLBACK: next(iter(names.values()), "")} | names


@dataclass(frozen=True, slots=True)
class UnitNames(Names):
    """The names of units, and of what kind each is."""

    kinds: dict[int, str] = field(default_factory=dict)

    def say(self, of: int, language: str) -> str:
        """The name in that language, as ``unit_name`` finds it, else in any."""
        return unit_name(self._told(of), self.kinds.get(of, ""), language)

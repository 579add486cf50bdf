"""What a poster says: Vietnamese large, English small, whatever language the portal speaks."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from surveys import days
from surveys.print_batches import Batch
from surveys.register import Place, Register
from translations import day as day_words
from translations import gettext as _
from translations import mark, speak

LANGUAGES = ("vi", "en")

_SENTENCES = {
    "office": mark("People's Committee"),
    "question": mark("How was your visit today?"),
    "look": mark("Scan the code. Your phone must show this address:"),
    "promise": mark("Free. No app. No name."),
    "never": mark("We never ask for a code or for money."),
    "tamper": mark(
        "The waves must run right up to the code. If anything covers it, tell the staff."
    ),
    "once": mark("Good once. It does not say who you are."),
    "demo": mark("Demonstration: do not put this up."),
}


@dataclass(frozen=True, slots=True)
class Poster:
    """One counter's poster.

    Attributes:
        address: what the code leads to; ``domain`` and ``path`` are its two printed parts.
        unit: with its type; ``counter`` as citizens know it.
        once: whether its code is a one-time slip's.
        printed: the day the batch was first printed, today without a batch.
    """

    code: str
    address: str
    slug: str
    unit: str
    counter: str
    batch: str
    printed: date
    demo: bool
    once: bool = False

    @property
    def domain(self) -> str:
        """The host that a phone must show."""
        return urlsplit(self.address).netloc

    @property
    def path(self) -> str:
        """What follows the host."""
        return urlsplit(self.address).path


def poster_of(
    register: Register, place: Place, base_url: str, batch: Batch | None, *, demo: bool
) -> Poster:
    """What the poster of a touchpoint says; names in Vietnamese."""
    printed_at = batch.printed_at if batch else days.now()
    return Poster(
        code=place.code,
        address=f"{base_url}/r/{place.code}",
        slug=register.slug_of(place.unit_id),
        unit=register.unit_names.say(place.unit_id, "vi"),
        counter=register.place_names.say(place.id, "vi"),
        batch=batch.label if batch else "",
        printed=days.office_day(days.to_ms(printed_at)),
        demo=demo,
    )


def sentences(poster: Poster) -> dict[str, dict[str, str]]:
    """Every sentence of a poster by language and name."""
    said = {}
    for language in LANGUAGES:
        with speak(language):
            said[language] = {name: _(words) for name, words in _SENTENCES.items()}
            said[language]["printed"] = _printed(poster)
    return said


def _printed(poster: Poster) -> str:
    day = day_words(poster.printed)
    if poster.batch:
        return _("Print batch %(batch)s, %(day)s.", batch=poster.batch, day=day)
    return _("Printed on %(day)s.", day=day)

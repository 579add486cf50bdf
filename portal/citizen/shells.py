"""Pages of one tap, drawn once per touchpoint and language; a request only splices its ticket in.

The compressed page is three pieces: the head and the tail, deflated once, and between them the
ticket as a stored (uncompressed) block. A secret that is compressed beside other text can be
guessed from the length of the answer; a stored one cannot.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

from portal.citizen.choices import COULD_NOT_FINISH, RATING, REASONS, Choice
from portal.headers import digest, policy
from portal.pages import environment, render
from surveys.register import Place, Register
from surveys.words import words_for
from translations import gettext as _

MARK = "%%NONCE%%"
_INLINE = ("css", "js")
# Source: RFC 1952: magic, deflate, no flags, no time, best compression, unknown system.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with a hole for the ticket, plain and deflated, and the headers it always has."""

    head: bytes
    tail: bytes
    zipped_head: bytes
    zipped_tail: bytes
    checksum: int
    headers: tuple[tuple[bytes, bytes], ...]

    def plain(self, ticket: str) -> bytes:
        """The page as it stands."""
        return self.head + ticket.encode() + self.tail

    def zipped(self, ticket: str) -> bytes:
        """The page as a gzip file."""
        raw = ticket.encode()
        size = len(raw)
        checksum = zlib.crc32(self.tail, zlib.crc32(raw, self.checksum))
        total = len(self.head) + size + len(self.tail)
        return b"".join(
            (
                self.zipped_head,
                struct.pack("<BHH", 0, size, size ^ 0xFFFF),
                raw,
                self.zipped_tail,
                struct.pack("<II", checksum, total),
            )
        )


def make_shell(html: str, language: str) -> Shell:
    """Cut a drawn page at its mark and deflate the pieces.

    Raises:
        ValueError: the page has no mark, or more than one.
    """
    head, tail = (piece.encode() for piece in html.split(MARK))
    first = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Shell(
        head=head,
        tail=tail,
        zipped_head=_GZIP_HEAD + first.compress(head) + first.flush(zlib.Z_FULL_FLUSH),
        zipped_tail=last.compress(tail) + last.flush(zlib.Z_FINISH),
        checksum=zlib.crc32(head),
        headers=_headers(language),
    )


# Browsers send few different headers, and each page asks.
@lru_cache(maxsize=64)
def accepts_gzip(header: bytes) -> bool:
    """Whether Accept-Encoding allows gzip; a weight of 0 forbids it. Source: RFC 9110, 12.5.3."""
    found = re.search(rb"(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?:,|$)", header.lower())
    return found is not None and (found[1] is None or found[1].strip(b"0.") != b"")


def _headers(language: str) -> tuple[tuple[bytes, bytes], ...]:
    style, script = (environment().get_template(f"rate/page.{kind}").render() for kind in _INLINE)
    allowed = {
        "styles": [digest(style)],
        "scripts": ["'self'", digest(script)],
        "workers": ["'self'"],
    }
    return (
        (b"content-type", b"text/html; charset=utf-8"),
        # "private": the ticket is this visitor's; "no-cache": Back asks again.
        (b"cache-control", b"no-cache, private"),
        (b"content-language", language.encode()),
        (b"vary", b"Accept-Language, Accept-Encoding"),
        (b"content-security-policy", policy(**allowed)),
    )


def draw(
    register: Register,
    place: Place,
    language: str,
    choice: Choice = RATING,
    *,
    demo: bool,
    notice: str | None = None,
    chosen: str | None = None,
) -> Shell:
    """Draw a touchpoint's page of one tap in a language, which must be the one spoken now.

    Args:
        choice: which of the pages.
        notice: what happened to an answer that could not be taken, and what to do.
        chosen: the answer that is kept on the page for another try, as the form sends it.
    """
    html = render(
        choice.template,
        demo=demo,
        office=register.unit_names.say(place.unit_id, language),
        place=register.place_names.say(place.id, language),
        action=_address(place, language, choice),
        notice=notice,
        chosen=chosen,
        **(_of_rating if choice is RATING else _of_unfinished)(register, place, language),
    )
    return make_shell(html, language)


def _address(place: Place, language: str, choice: Choice) -> str:
    return f"/r/{place.code}{choice.path}?lang={language}"


def _of_rating(register: Register, place: Place, language: str) -> dict[str, object]:
    definition = register.definitions[place.survey_version_id]
    words = words_for(definition.levels, language)
    return {
        "question": words_for(definition.find("overall").words, language).title,
        "levels": list(zip(RATING.values, words, strict=True)),
        "unfinished": _address(place, language, COULD_NOT_FINISH),
    }


def _of_unfinished(_register: Register, place: Place, language: str) -> dict[str, object]:
    return {
        "question": _("What kept you from finishing today?"),
        "reasons": [(value, _(words)) for value, words in REASONS.items()],
        "rating": _address(place, language, RATING),
    }

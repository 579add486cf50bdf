"""Rating pages drawn once per touchpoint and language; each request only splices its ticket in.

The compressed page is three pieces: the head and the tail, deflated once, and between them the
ticket as a stored (uncompressed) block. A secret that is compressed beside other text can be
guessed from the length of the answer; a stored one cannot.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

from portal.headers import digest, policy
from portal.pages import environment, render
from surveys.register import Place, Register
from surveys.words import words_for

MARK = "%%NONCE%%"
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
    style = environment().get_template("rate/page.css").render()
    return (
        (b"content-type", b"text/html; charset=utf-8"),
        # "private": the ticket is this visitor's; "no-cache": Back asks again.
        (b"cache-control", b"no-cache, private"),
        (b"content-language", language.encode()),
        (b"vary", b"Accept-Language, Accept-Encoding"),
        (b"content-security-policy", policy(styles=[digest(style)])),
    )


def draw(
    register: Register,
    place: Place,
    language: str,
    *,
    demo: bool,
    notice: str | None = None,
    chosen: int | None = None,
) -> Shell:
    """Draw a touchpoint's rating page in a language, which must be the one spoken now.

    Args:
        notice: what happened to a rating that could not be taken, and what to do.
        chosen: the mark that is kept on the page for another try.
    """
    definition = register.definitions[place.survey_version_id]
    html = render(
        "rate/page.html",
        demo=demo,
        office=register.unit_names.say(place.unit_id, language),
        place=register.place_names.say(place.id, language),
        question=words_for(definition.find("overall").words, language).title,
        levels=list(enumerate(words_for(definition.levels, language), start=1)),
        action=f"/r/{place.code}?lang={language}",
        notice=notice,
        chosen=chosen,
    )
    return make_shell(html, language)

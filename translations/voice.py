"""Which language is spoken now: by this request, this report, this message."""

from contextvars import ContextVar
from functools import lru_cache
from types import TracebackType

from translations.catalogues import UnknownLanguage, languages

DEFAULT = "vi"
# No honest browser lists more; what is longer is not worth reading.
_LONGEST = 200

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


class _Turn:
    """One language's turn to speak; as a context manager it gives the word back at the end."""

    def __init__(self, code: str) -> None:
        self._token = _current.set(code)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _current.reset(self._token)


def speak(code: str) -> _Turn:
    """Speak a language from now on in this task or thread, or ``with speak(code):`` for a while.

    Raises:
        UnknownLanguage: there is no such language.
    """
    if code not in languages():
        raise UnknownLanguage(code)
    return _Turn(code)


def spoken() -> str:
    """The code of the language spoken now."""
    return _current.get()


def negotiate(
    accept_language: str | None, default: str = DEFAULT, among: tuple[str, ...] = ()
) -> str:
    """Choose the language that a browser would like best among ours.

    Args:
        accept_language: the header as it came, or nothing.
        default: for those who ask for none of ours.
        among: those to choose from; none named are all.

    Source: RFC 9110, 12.5.4; ranges matched by their first part, so that vi-VN is vi, and whoever
        writes zh-TW reads our zh better than Vietnamese.
    """
    return _negotiate((accept_language or "")[:_LONGEST], default, among or languages())


# Browsers send few different headers, and the rating page asks on every scan.
@lru_cache(maxsize=256)
def _negotiate(accept_language: str, default: str, among: tuple[str, ...]) -> str:
    wishes = [_wish(part) for part in accept_language.lower().split(",")]
    for weight, code in sorted(wishes, key=lambda wish: -wish[0]):
        if weight > 0 and code == "*":
            return default
        if weight > 0 and code in among:
            return code
    return default


def _wish(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    code = tag.strip().partition("-")[0]
    weight = parameter.replace(" ", "").removeprefix("q=")
    try:
        return float(weight or "1"), code
    except ValueError:
        return 0.0, code

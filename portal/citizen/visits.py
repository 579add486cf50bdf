"""What the rating path has at hand: the register, the writer, the keys, and the drawn pages."""

from dataclasses import dataclass, field

from litestar.types import Scope, Send

from portal.citizen import forms
from portal.citizen.choices import RATING, Choice
from portal.citizen.patience import Patience
from portal.citizen.senders import Senders
from portal.citizen.shells import Shell, draw
from portal.settings import Settings
from surveys.intake import Writer
from surveys.register import Place, Register
from surveys.tempo import Tempo


@dataclass(slots=True)
class Context:
    """Everything a request on the rating path needs, one object per process."""

    settings: Settings
    writer: Writer
    register: Register
    demo: bool = False
    tempo: Tempo = field(default_factory=Tempo)
    senders: Senders = field(default_factory=Senders)
    patience: Patience = field(default_factory=lambda: Patience(forms.PATIENCE))
    ticket_keys: list[bytes] = field(init=False)
    _receipt_keys: dict[bytes, bytes] = field(init=False)
    _shells: dict[tuple[int, str, str], Shell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ticket_keys = self.settings.key("ticket")
        receipts = self.settings.key("receipt")
        self._receipt_keys = dict(zip(self.ticket_keys, receipts, strict=True))

    def receipt_key(self, ticket_key: bytes) -> bytes:
        """The receipts' key of the same secret: a repeat after a rotation gets the same receipt."""
        return self._receipt_keys[ticket_key]

    def follow(self, register: Register, *, demo: bool) -> None:
        """Serve from a newer register; pages are drawn again when they are next asked for."""
        self.register, self.demo = register, demo
        self._shells = {}

    def shell(self, place: Place, language: str, choice: Choice = RATING) -> Shell:
        """A touchpoint's page of one tap in the language spoken now."""
        shells, which = self._shells, (place.id, language, choice.path)
        shell = shells.get(which)
        if shell is None:
            shell = shells[which] = draw(self.register, place, language, choice, demo=self.demo)
        return shell


def seen_from(scope: Scope) -> Context:
    """The context of the application that serves this request."""
    context: Context = scope["litestar_app"].state.rating
    return context


async def reply(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    """Send a whole answer."""
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})

"""Who answers for something: a name and a position, written down as they were on that day.

Never a staff account: people leave and accounts are closed, the record stays.
"""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

# "Name, position" of somebody who did, decided or signed.
Person = Annotated[str, mapped_column(String(240))]


class Owned:
    """Something that has an owner, or still needs one."""

    owner_name: Mapped[str | None] = mapped_column(String(120))
    owner_position: Mapped[str | None] = mapped_column(String(120))

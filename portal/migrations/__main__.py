"""``python -m portal.migrations "what changes"``: write the next migration.

It is the difference between the migrations so far and the tables in the code. Read it, then run
``ruff format`` over it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from portal.database import MIGRATIONS, config
from surveys.database import make_engine


def write(message: str) -> None:
    """Write ``NNNN_message.py`` beside the others."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        with engine.begin() as connection:
            asked = config()
            asked.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            asked.attributes |= {"connection": connection, "batch": number > 1}
            command.upgrade(asked, "head")
            command.revision(asked, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()
    _tidy(next((MIGRATIONS / "versions").glob(f"{number:04}_*.py")))


def _tidy(file: Path) -> None:
    """Leave out Alembic's remarks to whoever reads its draft."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ### " not in line), "utf-8")


if __name__ == "__main__":
    write(" ".join(sys.argv[1:]))

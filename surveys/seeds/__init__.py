"""What a new database is filled with: units, services, touchpoints and the default survey."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def read_seed(name: str) -> dict[str, Any]:
    """Return a seed file by its name without ``.json``."""
    data: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return data

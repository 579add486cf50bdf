"""Personal data for tests: the cases of the oracle, what must be covered in them, and a search."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "pii_oracles.json"
CASES = [case for case in json.loads(FILE.read_text("utf-8"))["cases"] if case["found"]]
TEXTS = [case["text"] for case in CASES]


def _secrets_of(case: dict[str, Any]) -> list[str]:
    """What the redactor took out of a text: the parts between what it left."""
    kept = re.split(r"\[[A-Z_]+\]", case["redacted"])
    # Of two that stand side by side the first ends with its number.
    pattern = r"(.+?\d+|.+?)".join(map(re.escape, kept))
    found = re.fullmatch(pattern, case["text"])
    return [part for part in (found.groups() if found else ()) if len(part) > 3]


SECRETS = [secret for case in CASES for secret in _secrets_of(case)]


def leaked(told: str) -> list[str]:
    """The secrets that stand in a text, however its lines and tags break."""
    flat = re.sub(r"<[^>]+>|\s", "", told)
    return [secret for secret in SECRETS if re.sub(r"\s", "", secret) in flat]


def words_in(format: str, written: bytes) -> str:
    """All text of a file, also what is hidden in it."""
    if format == "pdf":
        told = subprocess.run(
            ["pdftotext", "-", "-"], input=written, capture_output=True, check=True
        )
        return told.stdout.decode()
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(written)) as parts:
            return "\n".join(
                parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()
            )
    return written.decode()

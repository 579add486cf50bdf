"""A made-up history for learning and for showing: every row and every page says so."""

from pathlib import Path

HERE = Path(__file__).parent

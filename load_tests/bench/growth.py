"""stub"""
from pathlib import Path
def measure(folder: Path, responses: int, say): return {}

"""Pages and fragments, named by place and purpose."""

from pathlib import Path

HERE = Path(__file__).parent

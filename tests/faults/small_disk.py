"""Run inside ``unshare -m``: a portal on a small disk of its own, which orders on stdin fill up.

Prints the address and the touchpoint's code, then "done" after each order.
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from makers import make_touchpoint, make_unit
from serving import portal, serving

from portal.database import migrate
from surveys.database import make_engine


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main(disk: Path) -> None:
    mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk))
    url = f"sqlite:///{disk}/portal.db"
    migrate(url)
    engine = make_engine(url)
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    engine.dispose()
    with serving(url) as server:
        print(server.url, code, flush=True)
        for order in sys.stdin:
            if order.strip() == "end":
                break
            obey(order.strip(), disk)
            print("done", flush=True)
        server.stop()
    # No system turns a disk read-only under open files but in an emergency; it is found so later.
    mount("-o", "remount,ro", str(disk))
    print(portal(url, "serve").stderr.strip(), flush=True)


def obey(order: str, disk: Path) -> None:
    filler = disk / "filler"
    if order == "fill":
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
    elif order == "free":
        filler.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

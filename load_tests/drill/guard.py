"""Waits until its standard input ends, then ends a site: its processes, its disks, its folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from load_tests.drill.processes import kill

if __name__ == "__main__":
    folder, mark = sys.argv[1:]
    sys.stdin.read()
    kill(mark)
    if disks := [disk for disk in Path(folder).glob("*/disk") if os.path.ismount(disk)]:
        subprocess.run(["umount", "--lazy", *disks], check=False)
    shutil.rmtree(folder, ignore_errors=True)

"""A supervisor in a process of its own, over two children that do nothing; run as `python -m`."""

import os
import sys
from pathlib import Path

from linli.channels.console.supervisor import Child, Supervisor, python

# The child starts a child of its own, as a web server starts its workers, writes down both, and sleeps.
SLEEPER = """
import os, subprocess, sys, time
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "a") as notes:
    notes.write(f"{os.getpid()} {inner.pid}\\n")
time.sleep(60)
"""

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    children = [Child(name, python("-c", SLEEPER, str(folder / name))) for name in ("web", "worker")]
    started = Supervisor(children, os.environ, lambda name, what: print(name, what, flush=True))
    started.run(
        ready=lambda: all((folder / child.name).exists() for child in children) and not print("ready", flush=True)
    )

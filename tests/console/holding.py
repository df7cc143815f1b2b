"""Takes a turn, says whether it has it, and keeps it; with `--ask` it goes at once."""

import sys
import time

import django

if __name__ == "__main__":
    django.setup()

    from linli.database.turns import Turn

    print(Turn("testing").is_ours() if "--ask" in sys.argv else (turn := Turn("testing")).is_ours(), flush=True)
    if "--ask" not in sys.argv:
        time.sleep(60)

"""`python -m bot.sandbox.leash run`: the bot, ending with who started it, however that one ends.

Its standard input is a pipe nobody writes to: it is at its end once the other side is gone, also
after a SIGKILL.
"""

import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 10.0
"""Seconds the bot has to put things in order."""


def main() -> None:
    """Be `python -m bot` with the same arguments."""
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


def _end_with_the_other() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

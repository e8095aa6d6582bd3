"""Runs the bot as `python -m bot` does, and writes down which modules it holds after a while.

`python -m tests.bench.modules FILE SECONDS run`
"""

import sys
import threading
from pathlib import Path


def main() -> None:
    file, seconds, *words = sys.argv[1:]
    timer = threading.Timer(float(seconds), lambda: Path(file).write_text("\n".join(sys.modules)))
    timer.daemon = True
    timer.start()
    from bot.__main__ import main as command

    command(words, prog_name="python -m bot")


if __name__ == "__main__":
    main()

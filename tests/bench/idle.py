"""The yardstick of memory: a no-op Bolt app that holds the modules named in a file.

`python -m tests.bench.idle FILE PORT`
"""

import importlib
import sys
from pathlib import Path

OURS = ("bot", "commands", "jobs", "integrations", "tests", "__main__", "__mp_main__")


def hold(names: list[str]) -> list[str]:
    """Import every module that is not ours; the names of those that cannot be, alone."""
    missing = []
    for name in names:
        if name.split(".")[0] not in OURS:
            try:
                importlib.import_module(name)
            except ImportError:  # made at run time by another module
                missing.append(name)
    return missing


def main() -> None:
    names = Path(sys.argv[1]).read_text().split("\n")
    missing = hold(names)
    sys.stdout.write(f"{len(names)} {' '.join(missing)}\n")
    sys.stdout.flush()
    from tests.bench.yardstick import bolt, serve

    serve(bolt(), int(sys.argv[2]))


if __name__ == "__main__":
    main()

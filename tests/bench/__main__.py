"""Every bench, or those named, such as `python -m tests.bench idea similar`."""

import sys

from tests.bench import (
    backtest,
    bench_acknowledgement,
    bench_digests,
    bench_home,
    bench_idea,
    bench_jira,
    bench_memory,
    bench_similar,
    bench_sync,
)

BENCHES = {
    "idea": bench_idea.main,
    "home": bench_home.main,
    "acknowledgement": bench_acknowledgement.main,
    "jira": bench_jira.main,
    "memory": bench_memory.main,
    "backtest": backtest.main,
    "digests": bench_digests.main,
    "similar": bench_similar.main,
    "sync": bench_sync.main,
}


def main(names: list[str]) -> None:
    """Run them one after the other."""
    unknown = set(names) - set(BENCHES)
    if unknown:
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.")
    for name in names or BENCHES:
        BENCHES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Javari beside its references, by turns in the same run: `make bench`, `make bench ARGS="--only answers,keys"`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from benchmarks.answers import answers
from benchmarks.billing import billing
from benchmarks.billing_sync import billing_sync
from benchmarks.images import images
from benchmarks.keys import keys
from benchmarks.ledger import ledger
from benchmarks.libraries import Libraries
from benchmarks.long_chat import long_chat
from benchmarks.many_chats import many_chats
from benchmarks.parts import Measured, Part, Plan
from benchmarks.report import table
from benchmarks.results import RESULTS, keep, last_judged
from benchmarks.searching import search
from benchmarks.sidebar import sidebar
from benchmarks.start import starts, version

PARTS: Mapping[str, Part] = {
    "start": starts,
    "answers": answers,
    "keys": keys,
    "long": long_chat,
    "list": many_chats,
    "search": search,
    "sidebar": sidebar,
    "images": images,
    "ledger": ledger,
    "billing": billing,
    "sync": billing_sync,
    "version": version,
}
SHORT_NAMES = {"stream": ("answers", "keys"), "scale": ("long", "list", "search")}


def chosen(names: str) -> list[str]:
    """The parts of a list with commas, in their usual order; argparse tells of one that does not exist."""
    wanted: set[str] = set()
    for name in names.split(","):
        wanted.update(SHORT_NAMES.get(name, (name,)))
    if unknown := wanted - PARTS.keys():
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(sorted(unknown))}")
    return [name for name in PARTS if name in wanted]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, keep everything as JSON; 1 when a target is missed."""
    options = _options(arguments)
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, _end)  # so that every block ends what it began
    began, found = datetime.now(UTC), dict[str, Measured]()
    try:
        with tempfile.TemporaryDirectory(prefix="javari-bench-") as folder:
            plan = Plan(runs=options.runs, stock=options.stock, libraries=Libraries(Path(folder)))
            for name in options.only:
                part_began = time.perf_counter()
                found[name] = PARTS[name](plan)
                print(f"{name}: {time.perf_counter() - part_began:.0f} s", file=sys.stderr, flush=True)
    finally:  # what was measured before something broke is not lost
        figures = [figure for part in found.values() for figure in part.figures]
        if figures:
            print(table(figures, last_judged(RESULTS)))
            raw = {name: part.raw for name, part in found.items()}
            file = keep(RESULTS, began, figures, runs=options.runs, raw=raw)
            print(f"\n{options.runs} runs by turns, medians; all of it in {file}")
    return 1 if any(figure.is_reached is False for figure in figures) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    names = ", ".join([*PARTS, *SHORT_NAMES])
    parser.add_argument("--only", type=chosen, default=list(PARTS), metavar="PARTS", help=f"with commas: {names}")
    parser.add_argument("--stock", action="store_true", help="also Textual's own Markdown widget")
    return parser.parse_args(arguments)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(130)


if __name__ == "__main__":
    sys.exit(main())

"""What a streamed answer costs, beside a bare loop over the same stream: `python -m benchmarks.stream --kind prose`.

`--floor` measures only the loop; `--stock` adds Textual's own Markdown widget.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.model_server import model_server, question
from benchmarks.programs import JAVARI_WITH_MODEL, Program, settle, with_model
from benchmarks.streamed_answer import StreamedAnswer, stream
from benchmarks.texts import KINDS

SIDEBAR_KEY = "\x1bOS"
"""F4."""


def through_javari(kind: str, address: str, *, sidebar: bool = False) -> StreamedAnswer:
    """Ask Javari, as it is when first started."""
    with tempfile.TemporaryDirectory() as home, JAVARI_WITH_MODEL.started(with_model(Path(home), address)) as javari:
        settle(javari)
        if sidebar:
            javari.send(SIDEBAR_KEY)
            javari.wait_quiet()
        javari.type_slowly(question(kind))
        settle(javari)
        return stream(javari)


def through_loop(kind: str, address: str) -> StreamedAnswer:
    """Read the same stream with the SDK and draw nothing."""
    loop = Program((sys.executable, "-m", "benchmarks.sdk_loop", question(kind)), "LOOP-READY")
    with tempfile.TemporaryDirectory() as home, loop.started(with_model(Path(home), address)) as program:
        settle(program)
        return stream(program)


def through_stock(kind: str) -> StreamedAnswer:
    """Show the same tokens at the same pace in Textual's own Markdown widget; no server takes part."""
    stock = Program((sys.executable, "-m", "benchmarks.stock_markdown", kind), "READY-MARK")
    with tempfile.TemporaryDirectory() as home, stock.started(with_model(Path(home), "http://127.0.0.1:9")) as program:
        settle(program)
        return stream(program)


def line(name: str, answers: Sequence[StreamedAnswer]) -> str:
    """The medians of several answers."""

    def middle(value: Callable[[StreamedAnswer], float]) -> float:
        return statistics.median(value(one) for one in answers)

    return (
        f"{name:22} {middle(lambda a: a.cpu):7.3f} ms a token   early {middle(lambda a: a.early):6.3f}"
        f"   late {middle(lambda a: a.late):6.3f}   {middle(lambda a: a.byte_count):7.1f} bytes a token"
        f"   {middle(lambda a: a.memory):6.1f} MiB   {middle(lambda a: a.seconds):5.1f} s"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure one kind of answer by turns and print a line for each program."""
    parser = argparse.ArgumentParser(prog="benchmarks.stream", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, default="prose")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sidebar", action="store_true", help="with the sidebar open")
    parser.add_argument("--floor", action="store_true", help="only the bare loop")
    parser.add_argument("--stock", action="store_true", help="also Textual's own Markdown widget")
    options = parser.parse_args(arguments)
    loop: list[StreamedAnswer] = []
    ours: list[StreamedAnswer] = []
    with model_server() as address:
        for _ in range(options.runs):
            loop.append(through_loop(options.kind, address))
            if not options.floor:
                ours.append(through_javari(options.kind, address, sidebar=options.sidebar))
    print(line("SDK alone", loop))
    if ours:
        print(line(f"Javari, {options.kind}", ours))
        ratio = statistics.median(one.cpu for one in ours) / statistics.median(one.cpu for one in loop)
        print(f"ratio {ratio:.2f}×")
    if options.stock:
        print(line("stock Textual", [through_stock(options.kind)]))


if __name__ == "__main__":
    main()

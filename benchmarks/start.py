"""Starting Javari beside a bare Textual app, by turns in the same run: `make bench`, `make bench ARGS="--runs 9"`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.pseudo_terminal import PseudoTerminal
from javari_tui.domain.chat import Role
from javari_tui.paths import folders
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.view_state import ViewStore

RESULTS = Path(__file__).parent / "results"
BARE = (sys.executable, "-m", "benchmarks.bare_textual")
JAVARI = (sys.executable, "-m", "javari_tui")
BARE_READY, JAVARI_READY = "READY-MARK", "Credits:"
HISTORY_MARK = "HISTORY-MARK"
ANSWER = """Answer {number}. It has **some** words, a [link](https://example.com), and `code`:

```python
def rotate(path: Path, keep: int = {number}) -> None:
    for number in range(keep, 0, -1):
        print(f"rotating {{number}}")  # a comment
```

1. First
2. Second
"""
CONSOLE_SCRIPT = Path(sys.executable).with_name("javari")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start, from the command to an idle program. Times in milliseconds, memory in MiB."""

    paint: float
    early_echo: float
    """The slower of two keys typed the moment the first picture stands."""
    echo_p95: float
    cpu: float
    idle_percent: float
    memory_at_paint: float
    memory_settled: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of the table."""

    name: str
    reference: float | None
    javari: float
    limit: float
    is_ratio: bool
    """Whether the limit is for the ratio or for Javari's own value."""

    @property
    def judged(self) -> float:
        """The value that the limit is for."""
        return self.javari / self.reference if self.is_ratio and self.reference else self.javari

    @property
    def holds(self) -> bool:
        """Whether the limit holds."""
        return self.judged <= self.limit


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment both programs start in: nothing of the developer's own that could change a figure."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "JAVARI_HOME": str(home)}
    return {**kept, **plain, **more}


def start(command: Sequence[str], ready: str, environ: Mapping[str, str]) -> Start:
    """Start a program, type into it, let it rest."""
    with PseudoTerminal(command, environ=environ) as program:
        painted = program.wait_for(ready)
        if painted is None:
            raise SystemExit(f"{' '.join(command)} never showed “{ready}”:\n" + "\n".join(program.screen()))
        memory_at_paint = program.process.memory_mib()
        early = program.echo_times("qw", gap=0.05)
        settle(program)
        cpu, memory = program.process.cpu_ms(), program.process.memory_mib()
        echoes = program.echo_times("ertyuiopasdfghjklzxcvbnm")
        before = program.process.cpu_ms()
        time.sleep(2)
        idle = (program.process.cpu_ms() - before) / 2000 * 100
        return Start(
            paint=(painted - program.process.started) * 1000,
            early_echo=max(early),
            echo_p95=statistics.quantiles(echoes, n=20)[-1],
            cpu=cpu,
            idle_percent=idle,
            memory_at_paint=memory_at_paint,
            memory_settled=memory,
        )


def settle(program: PseudoTerminal, *, seconds: float = 15.0) -> None:
    """Wait until a program neither prints nor computes for a while."""
    until = time.perf_counter() + seconds
    program.wait_quiet(0.5, seconds=seconds)
    while time.perf_counter() < until:
        before = program.process.cpu_ms()
        time.sleep(0.5)
        if program.process.cpu_ms() - before <= 20:
            return


def history_ready(environ: Mapping[str, str]) -> float:
    """Milliseconds until the last words of the chat that was left open stand on the screen."""
    with PseudoTerminal(JAVARI, environ=environ) as program:
        shown = program.wait_for(HISTORY_MARK)
        return (shown - program.process.started) * 1000 if shown is not None else float("inf")


def busy_echo(environ: Mapping[str, str]) -> float:
    """95 % of the keys typed in the first two seconds, while libraries are imported, are on screen in so many ms."""
    with PseudoTerminal(JAVARI, environ=environ) as program:
        program.wait_for(JAVARI_READY)
        until = time.perf_counter() + 2
        echoes: list[float] = []
        while time.perf_counter() < until:
            echoes += program.echo_times("asdfghjklqwertyuiop"[len(echoes) % 19], gap=0.03)
        return statistics.quantiles(echoes, n=20)[-1]


def seconds_of(command: Sequence[str], environ: Mapping[str, str], runs: int = 15) -> float:
    """Median seconds of a command that ends by itself."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, env=dict(environ), check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def leave_history(home: Path) -> None:
    """Give a home a chat of 200 messages with prose and code, as a user leaves it: open, at its end."""
    places = folders({"JAVARI_HOME": str(home)})
    database = Database.open(places.database, backups=places.backups)
    try:
        chat = ChatStore(database).create(title="History")
        messages, parent = MessageStore(database), None
        for number in range(1, 201):
            role = Role.USER if number % 2 else Role.ASSISTANT
            text = f"Question {number}?" if number % 2 else ANSWER.format(number=number)
            text += f"\n\n{HISTORY_MARK}" if number == 200 else ""
            parent = messages.add(chat_id=chat.id, parent_id=parent, role=role, text=text).id
        ViewStore(database).set_open_chat(chat.id)
    finally:
        database.close()


def middle(rows: Sequence[Start], value: Callable[[Start], float]) -> float:
    """The median of one value over several starts."""
    return statistics.median(value(row) for row in rows)


def figures(runs: int) -> list[Figure]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as folder:
        home, with_history = Path(folder) / "plain", Path(folder) / "history"
        plain, later = surroundings(home), surroundings(with_history)
        with_key = surroundings(home, ANTHROPIC_API_KEY="test", ANTHROPIC_BASE_URL="http://127.0.0.1:9")
        start(JAVARI, JAVARI_READY, plain)  # byte code, file cache, database
        leave_history(with_history)
        bare, ours, keyed, history, busy = [], [], [], [], []
        for _ in range(runs):
            bare.append(start(BARE, BARE_READY, plain))
            ours.append(start(JAVARI, JAVARI_READY, plain))
            keyed.append(start(JAVARI, JAVARI_READY, with_key))
            history.append(history_ready(later))
            busy.append(busy_echo(with_key))
        script = [str(CONSOLE_SCRIPT)] if CONSOLE_SCRIPT.exists() else [*JAVARI]
        version = seconds_of([*script, "--version"], plain) * 1000
        nothing = seconds_of([sys.executable, "-c", "pass"], plain) * 1000
    paint = middle(bare, lambda row: row.paint)
    return [
        _ratio("first picture, ms", paint, middle(ours, lambda row: row.paint), 1.30),
        _own("key echo right after it, ms", middle(ours, lambda row: row.early_echo), 100, bare, "early_echo"),
        _own("key echo p95 in the first 2 s, ms", statistics.median(busy), 100, bare, "echo_p95"),
        _ratio("key echo p95, idle, ms", middle(bare, lambda r: r.echo_p95), middle(ours, lambda r: r.echo_p95), 1.5),
        _ratio("chat of 200 messages ready, ms (bare: first picture)", paint, statistics.median(history), 2.5),
        _own("idle CPU, %", middle(ours, lambda row: row.idle_percent), 1, bare, "idle_percent"),
        _own(
            "memory at first picture, MiB", middle(ours, lambda row: row.memory_at_paint), 60, bare, "memory_at_paint"
        ),
        _own(
            "memory with the model SDK, MiB", middle(keyed, lambda row: row.memory_settled), 160, bare, "memory_settled"
        ),
        _ratio("javari --version, ms (bare: python -c pass)", nothing, version, 4),
    ]


def _ratio(name: str, reference: float, javari: float, limit: float) -> Figure:
    return Figure(name=name, reference=reference, javari=javari, limit=limit, is_ratio=True)


def _own(name: str, javari: float, limit: float, bare: Sequence[Start], field: str) -> Figure:
    reference = middle(bare, lambda row: float(getattr(row, field)))
    return Figure(name=name, reference=reference, javari=javari, limit=limit, is_ratio=False)


def table(rows: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | bare Textual | Javari | ratio | at most | |", "|---|--:|--:|--:|--:|---|"]
    for row in rows:
        reference = f"{row.reference:.1f}" if row.reference is not None else "—"
        ratio = f"{row.javari / row.reference:.2f}×" if row.reference else "—"
        limit = f"{row.limit:g}×" if row.is_ratio else f"{row.limit:g}"
        verdict = "holds" if row.holds else "TOO MUCH"
        lines.append(f"| {row.name} | {reference} | {row.javari:.1f} | {ratio} | {limit} | {verdict} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, keep it as JSON; 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(prog="benchmarks.start", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    rows = figures(runs)
    print(table(rows))
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    result = {"when": now.isoformat(), "runs": runs, **machine, "figures": [asdict(row) for row in rows]}
    file = RESULTS / f"start-{now:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(result, indent=1).replace("Infinity", "null") + "\n")
    print(f"\n{runs} runs, medians; kept in {file.relative_to(Path.cwd())}")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

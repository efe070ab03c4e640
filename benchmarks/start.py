"""Starting Javari beside a bare Textual app, by turns: first picture, keys, memory, rest, and `javari --version`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, middle, p95
from benchmarks.parts import Measured, Plan
from benchmarks.programs import BARE, JAVARI, Program, settle, surroundings
from benchmarks.pseudo_terminal import PseudoTerminal
from javari_tui.domain.chat import Role
from javari_tui.paths import folders
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.view_state import ViewStore

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
PICTURES = 7
"""First pictures for each run: a single start of either is off by half when the machine is busy."""
CONSOLE_SCRIPT = Path(sys.executable).with_name("javari")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start, from the command to an idle program. Times in milliseconds, memory in MiB."""

    paint: float
    early_echo: float
    """The slower of two keys typed the moment the first picture stands."""
    echoes: list[float]
    cpu: float
    idle_percent: float
    memory_at_paint: float
    memory_settled: float

    @property
    def echo_p95(self) -> float:
        """95 % of the keys typed at rest are on screen in so many milliseconds."""
        return p95(self.echoes)


def start(wanted: Program, environ: Mapping[str, str]) -> Start:
    """Start a program, type into it, let it rest."""
    with PseudoTerminal(wanted.command, environ=environ) as program:
        painted = program.wait_for(wanted.ready)
        if painted is None:
            raise SystemExit(f"{wanted.command} never showed “{wanted.ready}”:\n" + "\n".join(program.screen()))
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
            echoes=echoes,
            cpu=cpu,
            idle_percent=idle,
            memory_at_paint=memory_at_paint,
            memory_settled=memory,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Milliseconds until the first picture, and of processor time until then."""

    wall: float
    cpu: float


def first_picture(wanted: Program, environ: Mapping[str, str]) -> Paint:
    """Start a program only as far as its first picture."""
    with PseudoTerminal(wanted.command, environ=environ) as program:
        painted = program.wait_for(wanted.ready)
        cpu = program.process.cpu_ms()
        wall = float("inf") if painted is None else (painted - program.process.started) * 1000
        return Paint(wall=wall, cpu=cpu)


def history_ready(environ: Mapping[str, str]) -> float:
    """Milliseconds until the last words of the chat that was left open stand on the screen."""
    with PseudoTerminal(JAVARI.command, environ=environ) as program:
        shown = program.wait_for(HISTORY_MARK)
        return (shown - program.process.started) * 1000 if shown is not None else float("inf")


def busy_echo(environ: Mapping[str, str]) -> float:
    """95 % of the keys typed in the first two seconds, while libraries are imported, are on screen in so many ms."""
    with PseudoTerminal(JAVARI.command, environ=environ) as program:
        program.wait_for(JAVARI.ready)
        until = time.perf_counter() + 2
        echoes: list[float] = []
        while time.perf_counter() < until:
            echoes += program.echo_times("asdfghjklqwertyuiop"[len(echoes) % 19], gap=0.03)
        return p95(echoes)


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


@dataclass(frozen=True, slots=True)
class Starts:
    """What was measured by turns."""

    bare: list[Start] = field(default_factory=list)
    ours: list[Start] = field(default_factory=list)
    keyed: list[Start] = field(default_factory=list)
    history: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    bare_pictures: list[Paint] = field(default_factory=list)
    our_pictures: list[Paint] = field(default_factory=list)

    def measure(self, folder: Path, runs: int) -> None:
        """Start everything so often; homes go below a folder."""
        home, with_history = folder / "plain", folder / "history"
        plain, later = surroundings(home), surroundings(with_history)
        with_key = surroundings(home, ANTHROPIC_API_KEY="test", ANTHROPIC_BASE_URL="http://127.0.0.1:9")
        start(JAVARI, plain)  # byte code, file cache, database
        leave_history(with_history)
        for _ in range(runs * PICTURES):
            self.bare_pictures.append(first_picture(BARE, plain))
            self.our_pictures.append(first_picture(JAVARI, plain))
        for _ in range(runs):
            self.bare.append(start(BARE, plain))
            self.ours.append(start(JAVARI, plain))
            self.keyed.append(start(JAVARI, with_key))
            self.history.append(history_ready(later))
            self.busy.append(busy_echo(with_key))


def starts(plan: Plan) -> Measured:
    """The part of the benchmark."""
    found = Starts()
    with tempfile.TemporaryDirectory() as folder:
        found.measure(Path(folder), plan.runs)
    bare, ours, keyed = found.bare, found.ours, found.keyed
    first, echo = middle(found.bare_pictures, lambda run: run.wall), middle(bare, lambda run: run.echo_p95)
    picture, cpu = middle(found.our_pictures, lambda run: run.wall), middle(found.our_pictures, lambda run: run.cpu)
    bare_cpu = middle(found.bare_pictures, lambda run: run.cpu)
    busy, history = statistics.median(found.busy), statistics.median(found.history)
    ready = "chat of 200 messages ready (reference: first picture)"
    figures = [
        Figure(name="first picture", unit="ms", measured=picture, reference=first, most_ratio=1.15),
        Figure(name="processor time until then", unit="ms", measured=cpu, reference=bare_cpu),
        _against(bare, ours, "key echo right after it", "ms", lambda run: run.early_echo, most=100),
        Figure(name="key echo p95 in the first 2 s", unit="ms", measured=busy, reference=echo, most=100),
        _against(bare, ours, "key echo p95, idle", "ms", lambda run: run.echo_p95, most_ratio=1.5),
        Figure(name=ready, unit="ms", measured=history, reference=first, most_ratio=2.5),
        _against(bare, ours, "idle CPU", "%", lambda run: run.idle_percent, most=1),
        _against(bare, ours, "memory at first picture", "MiB", lambda run: run.memory_at_paint, most=60),
        _against(bare, keyed, "memory with the model SDK", "MiB", lambda run: run.memory_settled, most=160),
    ]
    return Measured(figures, asdict(found))


def version(plan: Plan) -> Measured:
    """The part of the benchmark: a command that shows nothing but a line."""
    with tempfile.TemporaryDirectory() as home:
        environ = surroundings(Path(home))
        script = [str(CONSOLE_SCRIPT)] if CONSOLE_SCRIPT.exists() else [*JAVARI.command]
        ours = seconds_of([*script, "--version"], environ, plan.runs * 5) * 1000
        nothing = seconds_of([sys.executable, "-c", "pass"], environ, plan.runs * 5) * 1000
    name = "javari --version (reference: python -c pass)"
    return Measured([Figure(name=name, unit="ms", measured=ours, reference=nothing, most_ratio=4)])


def _against(
    bare: Sequence[Start],
    ours: Sequence[Start],
    name: str,
    unit: str,
    value: Callable[[Start], float],
    *,
    most: float | None = None,
    most_ratio: float | None = None,
) -> Figure:
    """A value of Javari's starts beside the same of bare Textual."""
    measured, reference = middle(ours, value), middle(bare, value)
    return Figure(name=name, unit=unit, measured=measured, reference=reference, most=most, most_ratio=most_ratio)

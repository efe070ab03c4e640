"""The sidebar, opened for the first time on something long; beside Textual's text area, or bare reading."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.figures import Figure, middle
from benchmarks.parts import Measured, Plan
from benchmarks.texts import code_lines

Run = Mapping[str, Mapping[str, float]]
"""What one process measured: milliseconds of each thing that was done."""

FILE_LINES = 2_000
DIFF_LINES = 20_000
JSON_BYTES = 50_000_000


def write_file(file: Path) -> None:
    """Python, so many lines."""
    file.write_text("".join(code_lines(FILE_LINES)))


def write_diff(file: Path) -> None:
    """A diff of one file in hunks of ten lines."""
    lines = ["--- a/module.py\n", "+++ b/module.py\n"]
    code = code_lines(DIFF_LINES)
    for at in range(0, DIFF_LINES - 2, 10):
        part = code[at : at + 9]
        lines.append(f"@@ -{at * 2 + 1},7 +{at * 2 + 1},8 @@\n")
        lines.extend(f"{sign}{line}" for sign, line in zip("   -++   ", part, strict=False))
    file.write_text("".join(lines[:DIFF_LINES]))


def write_json(file: Path) -> None:
    """Records as an interface gives them."""
    dice, size = random.Random(5), 0
    records: list[str] = []
    while size < JSON_BYTES:
        number = len(records)
        record = json.dumps(
            {
                "id": number,
                "name": f"user {number}",
                "active": number % 3 == 0,
                "score": dice.random(),
                "tags": ["one", "two", str(number)],
                "address": {"street": f"Main Street {number}", "zip": f"{number % 99_999:05}"},
            }
        )
        records.append(record)
        size += len(record) + 1
    file.write_text(f'{{"count": {len(records)}, "data": [{",".join(records)}]}}')


MAKERS: Mapping[str, tuple[str, Callable[[Path], None]]] = {
    "file": ("module.py", write_file),
    "diff": ("change.diff", write_diff),
    "json": ("data.json", write_json),
}


def measured(kind: str, file: Path) -> Run:
    """One process."""
    command = [sys.executable, "-m", "benchmarks.sidebar_process", kind, str(file)]
    run: Run = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return run


def sidebar(plan: Plan) -> Measured:
    """The part of the benchmark."""
    raw: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory(prefix="javari-sidebar-") as folder:
        for kind, (name, make) in MAKERS.items():
            file = Path(folder) / name
            make(file)
            for _ in range(plan.runs):
                for one in (kind, f"stock-{kind}"):
                    raw.setdefault(one, []).append(measured(one, file))
    return Measured(_figures(raw), raw)


def _figures(raw: Mapping[str, list[Run]]) -> list[Figure]:
    def of(kind: str, what: str, value: str) -> float:
        return middle(raw[kind], lambda run: run[what][value])

    def opened(kind: str, name: str, most: float) -> list[Figure]:
        stock = f"stock-{kind}"
        wall, cpu = of(kind, "open", "wall"), of(kind, "open", "cpu")
        return [
            Figure(name=name, unit="ms", measured=wall, reference=of(stock, "open", "wall"), most=most),
            Figure(name=f"{name}: processor time", unit="ms", measured=cpu, reference=of(stock, "open", "cpu")),
        ]

    def held(kind: str, name: str) -> Figure:
        work = ("open", "scroll", "search", "leave")
        longest = max(max(run[what]["held"] for what in work) for run in raw[kind])
        return Figure(name=name, unit="ms", measured=longest, most=100)

    return [
        *opened("file", f"the sidebar opens on a file of {FILE_LINES:,} lines (a text area)", 80),
        *opened("diff", f"on a diff of {DIFF_LINES:,} lines (a text area)", 150),
        *opened("json", f"on JSON of {JSON_BYTES // 10**6} MB, until its tree is there (bare reading)", 1500),
        held("json", "longest that the screen stands still: it loads, scrolls, is searched, is left"),
        held("diff", "the same with the diff"),
        Figure(name="imports of the sidebar, once", unit="ms", measured=of("file", "import", "wall")),
    ]

"""What was measured, kept as JSON: `results/<time>.json`, one file for each run of the benchmark."""

from __future__ import annotations

import json
import math
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from benchmarks.figures import Figure

RESULTS = Path(__file__).parent / "results"


def last_judged(folder: Path) -> dict[str, float]:
    """What was judged of each figure when it was last measured, whatever else was measured then."""
    judged: dict[str, float] = {}
    for file in sorted(folder.glob("[0-9]*.json")):
        for figure in json.loads(file.read_text())["figures"]:
            if figure["judged"] is not None:
                judged[figure["name"]] = figure["judged"]
    return judged


def keep(folder: Path, when: datetime, figures: Sequence[Figure], *, runs: int, raw: Mapping[str, object]) -> Path:
    """Write a result with all that was measured for it and what it was measured on."""
    folder.mkdir(exist_ok=True)
    result = {
        "when": when.isoformat(),
        "runs": runs,
        "machine": machine(),
        "revision": revision(),
        "figures": [{**asdict(figure), "ratio": figure.ratio, "judged": figure.judged} for figure in figures],
        "raw": raw,
    }
    file = folder / f"{when:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(_finite(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    return file


def machine() -> dict[str, object]:
    """What this is measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": processor(_read(Path("/proc/cpuinfo"))),
        "cores": os.cpu_count(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "load": os.getloadavg(),
    }


def processor(cpuinfo: str) -> str:
    """The processor's name from `/proc/cpuinfo`."""
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return found[1] if found else ""


def revision() -> str:
    """The commit that was measured, with a word when files differ from it; empty where that is not known."""
    command = ["git", "-C", str(RESULTS.parent), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _finite(value: object) -> object:
    """JSON has no infinity: what never came is null."""
    if isinstance(value, Mapping):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""

"""The real server as a process of its own, and a client that speaks to it over TCP."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[2]


@dataclass
class Served:
    """A server over one database. It can be killed and started again."""

    address: str
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)
    environ: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> str:
        """What one run of the command line prints."""
        run = [sys.executable, "-m", "javari_billing", "--database", self.address, *words]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def start(self, port: int = 0, *more: str) -> None:
        """Start it; it listens when this returns."""
        run = [sys.executable, "-m", "javari_billing", "--database", self.address, "serve", "--port", str(port), *more]
        self.process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | self.environ)
        assert self.process.stdout is not None
        told = re.search(r"http://\S+", self.process.stdout.readline())
        assert told is not None, self.process.poll()
        self.url = told.group()

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it; what it ended with."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def client(self, key: str) -> httpx2.Client:
        """A client with a key."""
        return httpx2.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=20)


def usage(account: str, *names: str, amount: int = 1, **data: object) -> dict[str, Any]:
    """A batch of events with these ids."""
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat()
    return {
        "events": [
            {
                **{"specversion": "1.0", "id": name, "source": "javari/test", "type": "llm.tokens", "time": now},
                **{"subject": account, "data": {"amount_mcr": amount, "price_version": "1", **data}},
            }
            for name in names
        ]
    }

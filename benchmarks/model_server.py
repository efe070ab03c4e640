"""The server that streams the answers: npm's `@copilotkit/aimock`, as in the tests (`npm ci --prefix tests/npm`)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.texts import KINDS, TOKEN, TOKENS, answer

TOKENS_A_SECOND = 200
_PROGRAM = Path(__file__).parents[1] / "tests" / "npm" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"


def question(kind: str) -> str:
    """What to ask for an answer of a kind."""
    return f"stream {kind} please"


@contextmanager
def model_server() -> Iterator[str]:
    """The address of the running server; it ends with the block."""
    node = shutil.which("node")
    if node is None or not _PROGRAM.is_file():
        raise SystemExit("The model server needs node and its packages: npm ci --prefix tests/npm")
    with tempfile.TemporaryDirectory() as folder:
        fixtures, log = Path(folder) / "fixtures.json", Path(folder) / "log"
        fixtures.write_text(json.dumps({"fixtures": [*map(_fixture, KINDS), _reply({}, "Hello.")]}))
        with log.open("wb") as out:
            command = [node, str(_PROGRAM), "-p", "0", "-h", "127.0.0.1", "-f", str(fixtures)]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            yield _address(process, log)
        finally:
            process.kill()
            process.wait()


def _fixture(kind: str) -> dict[str, object]:
    pace = {"ttft": 100, "tps": TOKENS_A_SECOND, "jitter": 0}
    reply = _reply({"userMessage": question(kind)}, answer(kind))
    return {**reply, "chunkSize": TOKEN, "streamingProfile": pace}


def _reply(match: dict[str, str], text: str) -> dict[str, object]:
    usage = {"input_tokens": 12, "output_tokens": TOKENS}
    return {"match": match, "response": {"content": text, "usage": usage}}


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the server says that it listens."""
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"listening on (http://\S+)", log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.02)
    raise SystemExit(f"The model server did not start:\n{log.read_text(errors='replace')}")

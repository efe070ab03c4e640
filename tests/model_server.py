"""A model server that somebody else wrote (npm `@copilotkit/aimock`), over TCP, for tests that talk to models.

Put `from tests.model_server import model_server` into a folder's conftest.py (with `# noqa: F401`) and ask for
`model_server`. It speaks both protocols: `base_url` for Anthropic's, `openai_url` for OpenAI's. What it answers
depends on words in the last user message; they are in `providers/model_server.json`: "say hello",
"show markdown", "long answer", "answer slowly", "think first", "use tools", "be cut off", "stay silent",
"reach the limit", "decline this", "split emoji", "attack the terminal", "without usage", "flaky" (fails once
after each `reset`), "fail 400", "fail 401" … "fail 529", "fail too long"; anything else gets a plain sentence.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
_PROGRAM = _HERE / "npm" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
_FIXTURES = _HERE / "providers" / "model_server.json"
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Received:
    """One request the server got. Its keys are not kept; the body is in the OpenAI shape for both protocols."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model", ""))

    @property
    def system(self) -> str:
        """The system prompt."""
        return "\n".join(text for role, text in self.turns if role == "system")

    @property
    def turns(self) -> list[tuple[str, str]]:
        """Role and text of each message."""
        return [(str(message.get("role")), _text(message.get("content"))) for message in self.body.get("messages", [])]


@dataclass(frozen=True, slots=True)
class ModelServer:
    """The running server."""

    base_url: str
    """What a preset of the Anthropic protocol wants."""

    @property
    def openai_url(self) -> str:
        """What a preset of the OpenAI protocol wants."""
        return f"{self.base_url}/v1"

    def journal(self) -> list[Received]:
        """The requests for answers since the last reset, oldest first."""
        entries = json.loads(self._ask("GET", "/__aimock/journal"))
        return [
            Received(entry["path"], entry["headers"], entry["body"] or {})
            for entry in entries
            if entry["method"] == "POST" and not entry["path"].startswith("/__aimock")
        ]

    def reset(self, *first: dict[str, Any]) -> None:
        """Forget the journal, and how often what fails once has failed.

        `first` are fixtures of this one test, tried before those of the file, such as
        `{"match": {"userMessage": "my words"}, "response": {"content": "my answer"}}`.
        """
        self._ask("POST", "/__aimock/reset")
        usual = json.loads(_FIXTURES.read_text(encoding="utf-8"))["fixtures"]
        self._ask("POST", "/__aimock/fixtures", json.dumps({"fixtures": [*first, *usual]}).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.base_url}{path}", body, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as response:
            answer: bytes = response.read()
            return answer


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """The server, started once for each session and stopped by its own process."""
    node = shutil.which("node")
    if node is None or not _PROGRAM.is_file():
        reason = "node is not installed" if node is None else "tests/npm has no packages: run “npm ci” there"
        if os.environ.get("JAVARI_TEST_ALL") == "1":
            pytest.fail(f"The model server cannot start: {reason}")
        pytest.skip(f"The model server cannot start: {reason}")
    log = tmp_path_factory.mktemp("model-server") / "log"
    command = [node, str(_PROGRAM), "-p", "0", "-h", "127.0.0.1", "-f", str(_FIXTURES)]
    with log.open("wb") as output:
        environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(log.parent)}
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environ, cwd=log.parent)
    try:
        yield _when_ready(process, log)
    finally:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:  # it waits for open streams; nobody else does
            process.kill()
            process.wait()


def _when_ready(process: subprocess.Popen[bytes], log: Path) -> ModelServer:
    """The server once it says where it listens and answers there."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"listening on (http://\S+)", log.read_text(errors="replace")):
            server = ModelServer(found.group(1))
            assert server._ask("GET", "/health")
            return server
        time.sleep(0.02)
    pytest.fail(f"The model server did not start:\n{log.read_text(errors='replace')}")


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return "" if content is None else str(content)

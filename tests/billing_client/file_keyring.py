"""A keyring for tests that several processes share: a file, named by an environment variable."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

VARIABLE = "JAVARI_TEST_KEYRING"
ENVIRONMENT = {"PYTHON_KEYRING_BACKEND": "tests.billing_client.file_keyring.FileKeyring"}
LOCKED, WEDGED = "locked", "wedged"


class FileKeyring(KeyringBackend):
    """Keeps passwords in a file; with a word instead of one in it, it is locked, or answers nobody."""

    priority = 5

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._file = file or Path(os.environ[VARIABLE])

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self._write(self._read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        kept = self._read()
        if kept.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._write(kept)

    def _read(self) -> dict[str, str]:
        text = ""
        with suppress(FileNotFoundError):
            text = self._file.read_text()
        if text == LOCKED:
            raise KeyringLocked
        while text == WEDGED:
            time.sleep(0.05)
            text = self._file.read_text()
        kept: dict[str, str] = json.loads(text or "{}")
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        new = self._file.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(kept))
        new.replace(self._file)

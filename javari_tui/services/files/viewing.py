"""Reads a file that the user named in order to show it: text of a bearable size, and nothing else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from javari_tui.domain.errors import FileRefused
from javari_tui.domain.guide import FileShown
from javari_tui.domain.json_layout import laid_out
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_

MOST_BYTES = 64 * 1024
"""What is shown becomes part of the chat, so it stays of a size people read."""

_SECRET_NAME = re.compile(
    r"(?:\.env(?:\..+)?|\.netrc|\.pgpass|\.git-credentials|\.npmrc|\.pypirc|credentials|id_[a-z0-9]+|.+\.(?:pem|key|p12|pfx|kdbx))",
    re.IGNORECASE,
)
_SECRET_START = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")
_LANGUAGES = {
    **{"py": "python", "pyi": "python", "js": "javascript", "mjs": "javascript", "ts": "typescript", "tsx": "tsx"},
    **{"jsx": "jsx", "json": "json", "jsonc": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml", "ini": "ini"},
    **{"cfg": "ini", "conf": "ini", "md": "markdown", "html": "html", "htm": "html", "xml": "xml", "svg": "xml"},
    **{"css": "css", "tcss": "css", "scss": "scss", "sh": "bash", "bash": "bash", "zsh": "zsh", "fish": "fish"},
    **{"c": "c", "h": "c", "cpp": "cpp", "cc": "cpp", "hpp": "cpp", "cs": "csharp", "go": "go", "rs": "rust"},
    **{"java": "java", "kt": "kotlin", "swift": "swift", "rb": "ruby", "php": "php", "lua": "lua", "pl": "perl"},
    **{"r": "r", "sql": "sql", "diff": "diff", "patch": "diff", "tex": "latex", "vue": "vue", "tf": "terraform"},
}
_NAMES = {"makefile": "make", "dockerfile": "docker", ".bashrc": "bash", ".zshrc": "zsh", ".profile": "bash"}


def view_file(path: str, folder: Path) -> FileShown:
    """The file's text (blocking, but never for long); FileRefused says why it is not shown."""
    name = clean(path).strip()
    whole = _whole_path(path, folder, name)
    if _SECRET_NAME.fullmatch(whole.name):
        raise _secret(name)
    data = _read(whole, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text(name) from error
    if "\0" in text:
        raise _not_text(name)
    if _SECRET_START.search(text):
        raise _secret(name)
    shown = laid_out(text) if whole.suffix.lower() == ".json" else None
    return FileShown(name=name, text=clean(shown or text), language=_language(whole), size=len(data))


def _whole_path(path: str, folder: Path, name: str) -> Path:
    try:
        return folder / Path(path).expanduser()
    except RuntimeError as error:
        raise FileRefused(N_("{name} cannot be shown: there is no such folder."), name=name) from error


def _read(path: Path, name: str) -> bytes:
    """The bytes of a plain file of bearable size."""
    try:
        _check(path.stat(), name)
        # It may have been swapped for a pipe since: opened without waiting, and asked again.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            _check(os.fstat(descriptor), name)
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileRefused(
            N_("{name} cannot be shown: there is no such file."),
            cure=N_("A name without a folder is looked for in {folder}."),
            name=name,
            folder=clean(str(Path.cwd())),
        ) from error
    except PermissionError as error:
        raise FileRefused(N_("{name} cannot be shown: you may not read it."), name=name) from error
    except (OSError, ValueError) as error:
        raise FileRefused(N_("{name} cannot be shown: it could not be read."), name=name) from error
    if len(data) > MOST_BYTES:
        raise _too_large(name, len(data))
    return data


def _check(state: os.stat_result, name: str) -> None:
    """Refuse what is no plain file, and what is too large, before it is read."""
    if stat.S_ISDIR(state.st_mode):
        raise FileRefused(N_("{name} cannot be shown: it is a folder."), cure=N_("Name a file in it."), name=name)
    if not stat.S_ISREG(state.st_mode):
        raise FileRefused(N_("{name} cannot be shown: it is a pipe or device, not a file."), name=name)
    if state.st_size > MOST_BYTES:
        raise _too_large(name, state.st_size)


def _too_large(name: str, size: int) -> FileRefused:
    return FileRefused(
        N_("{name} cannot be shown: it has {size} KB or more, and {limit} KB is the most."),
        name=name,
        size=-(-size // 1024),
        limit=MOST_BYTES // 1024,
    )


def _not_text(name: str) -> FileRefused:
    return FileRefused(N_("{name} cannot be shown: it is not a text file."), name=name)


def _secret(name: str) -> FileRefused:
    return FileRefused(
        N_("{name} is not shown: it looks like it holds a secret, and chats are kept."),
        cure=N_("Open it in an editor instead."),
        name=name,
    )


def _language(path: Path) -> str:
    return _NAMES.get(path.name.lower(), "") or _LANGUAGES.get(path.suffix.lower().lstrip("."), "")

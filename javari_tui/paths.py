"""Where files live: the user's folders and the data that ships with Javari."""

from __future__ import annotations

import os
import stat
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent


class Folders(NamedTuple):
    """The user's folders. `JAVARI_HOME` puts all of them below one folder."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "javari.db"

    @property
    def backups(self) -> Path:
        """Copies of the database."""
        return self.data / "backups"

    @property
    def assets(self) -> Path:
        """What was kept and is large or no text, beside the database."""
        return self.data / "assets"

    @property
    def config_file(self) -> Path:
        """The settings a person may edit."""
        return self.config / "config.yaml"

    @property
    def themes(self) -> Path:
        """Themes of the user's own."""
        return self.config / "themes"

    @property
    def log_file(self) -> Path:
        """The log; nothing is ever logged to the screen."""
        return self.state / "javari.log"

    @property
    def crashes(self) -> Path:
        """Redacted reports of crashes."""
        return self.state / "crashes"


def folders(environ: os._Environ[str] | dict[str, str] | None = None) -> Folders:
    """The user's folders, not yet created.

    Without a home folder (no HOME and no password entry) everything goes to a private folder below
    the temporary one, which is made at once, and `has_home` says so.
    """
    environ = os.environ if environ is None else environ
    home = environ.get("JAVARI_HOME")
    if home:
        base = Path(home).expanduser().absolute()
        return Folders(base / "config", base / "data", base / "state", base / "cache")
    if not has_home(environ):
        base = _homeless_folder(tempfile.gettempdir())
        return Folders(base / "config", base / "data", base / "state", base / "cache")
    import platformdirs  # noqa: PLC0415 - not needed under JAVARI_HOME

    dirs = platformdirs.PlatformDirs("javari", appauthor=False)
    return Folders(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_cache_path)


@cache
def _homeless_folder(temporary: str) -> Path:
    """A private folder where anybody may make one: never one that somebody else has laid out under its name."""
    place = Path(temporary) / f"javari-{os.getuid()}"
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:
        found = place.lstat()
        if not (stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()):
            return Path(tempfile.mkdtemp(prefix=f"javari-{os.getuid()}-", dir=temporary))
        place.chmod(0o700)
    except OSError:
        pass  # what cannot be made here is told when it is used
    return place


def has_home(environ: os._Environ[str] | dict[str, str] | None = None) -> bool:
    """Whether this user has a home folder that exists."""
    environ = os.environ if environ is None else environ
    if environ.get("JAVARI_HOME"):
        return True
    try:
        return Path("~").expanduser().is_dir()
    except RuntimeError:
        return False


def private_folder(folder: Path) -> Path:
    """Create a folder only its owner can read (0700), with its parents; returns it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077 and folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)
    return folder


def shipped(name: str) -> Path:
    """A folder that ships with Javari (`locales`, `themes`, `help`): in the wheel, else in the checkout."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name

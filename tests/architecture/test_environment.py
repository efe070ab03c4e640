"""`make run` sets itself up once, then touches nothing; where it cannot, it says what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
needs_ensurepip = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode != 0,
    reason="this Python has no ensurepip, so it makes no environments",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: our Makefile and tooling, a program that prints, nothing to install."""
    folder = tmp_path / "checkout"
    (folder / "javari_tui").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(ROOT / "tooling", folder / "tooling")
    (folder / "javari_tui" / "__init__.py").write_text("")
    (folder / "javari_tui" / "__main__.py").write_text("import sys\nprint('started', *sys.argv[1:])\n")
    for name in ("app", "dev"):
        (folder / "requirements" / f"{name}.txt").write_text("# nothing\n")
    return folder


def path_with(folder: Path, **programs: str) -> str:
    """A PATH of the system's tools without any Python or uv, and the given programs (name: shell script)."""
    folder.mkdir()
    for tool in (
        *("sh", "make", "find", "head", "cksum", "tr", "grep", "rm", "cat", "printf", "dirname", "env", "uname", "sed"),
        *("mkdir", "cp", "ln", "chmod", "touch", "ls", "bash"),
    ):
        where = shutil.which(tool)
        if where is not None:
            (folder / tool).symlink_to(where)
    for name, script in programs.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return str(folder)


def make(checkout: Path, *words: str, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run make in a checkout, with nothing of this test run's environment."""
    environ = {"PATH": path, "HOME": str(checkout), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **more}
    return subprocess.run(["make", *words], cwd=checkout, env=environ, capture_output=True, text=True)


def state(folder: Path) -> dict[str, int]:
    """Every file below a folder with its time of change."""
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*") if not file.is_symlink()}


@needs_make
@needs_ensurepip
def test_it_sets_itself_up_once_and_then_touches_nothing(checkout: Path, tmp_path: Path) -> None:
    path = path_with(tmp_path / "bin", python3=f'exec "{sys._base_executable}" "$@"')  # type: ignore[attr-defined]
    first = make(checkout, "run", "ARGS=--new one", path=path)
    assert first.returncode == 0, first.stderr
    assert first.stdout == "started --new one\n"
    assert list((checkout / "javari_tui" / "__pycache__").glob("*.pyc"))

    before = state(checkout)
    again = make(checkout, "run", path=path)
    assert (again.stdout, again.stderr) == ("started\n", "")
    assert state(checkout) == before

    (checkout / "requirements" / "app.txt").write_text("# something else\n")
    changed = make(checkout, "run", path=path)
    assert "Installing" in changed.stderr
    assert changed.stdout == "started\n"


@needs_make
@pytest.mark.parametrize(
    ("python", "message"),
    [
        ('[ "$1" = --version ] && echo Python 3.9.2; exit 1', "needs Python 3.11 or newer"),
        ('case "$2" in *ensurepip*) exit 1;; esac; exit 0', "apt install python3-venv"),
    ],
    ids=["too old", "without venv"],
)
def test_what_is_missing_is_said_with_the_cure(python: str, message: str, checkout: Path, tmp_path: Path) -> None:
    outcome = make(checkout, "run", path=path_with(tmp_path / "bin", python3=python))
    assert outcome.returncode != 0
    assert message in outcome.stderr
    assert outcome.stdout == ""


@needs_make
def test_a_second_run_starts_next_to_nothing(checkout: Path, tmp_path: Path) -> None:
    """What runs between `make run` and the program's start, with the environment in place: a few small tools."""
    fake, started = checkout / ".venv" / "bin", tmp_path / "started"
    fake.mkdir(parents=True)
    path = path_with(tmp_path / "bin")
    for tool in [*Path(path).iterdir(), fake / "python", Path(path) / "python3", Path(path) / "uv"]:
        real = tool.readlink() if tool.is_symlink() else shutil.which("true")
        tool.unlink(missing_ok=True)
        tool.write_text(f'#!/bin/sh\necho {tool.name} "$1" >>"{started}"\nexec {real} "$@"\n')
        tool.chmod(0o755)
    lock = (checkout / "requirements" / "app.txt").read_text()
    sums = subprocess.run(["cksum"], input=lock, capture_output=True, text=True)
    (checkout / ".venv" / ".javari-installed").write_text(f"app {'-'.join(sums.stdout.split())}\n")
    (checkout / ".venv" / ".javari-compiled").write_text("")

    assert make(checkout, "run", path=path).returncode == 0

    words = [line.split() for line in started.read_text().splitlines()]
    assert [word for word in words if word[0].startswith(("python", "uv"))] == [["python", "-m"]]
    assert words[-1] == ["python", "-m"]
    assert len(words) <= 9, words

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.ended import claude
from tests.journeys.small_disk import SmallDisk, small_disk
from tests.pty_javari import JAVARI, PtyJavari, javari_at_pty, variables
from tests.real_terminal import ROOT

__all__ = ["claude", "small_disk"]


def flat(text: str) -> str:
    """The words of a screen, wherever its lines end."""
    return re.sub(r"[\s▌]+", " ", text)


def works(javari: PtyJavari) -> None:
    """It answers."""
    javari.wait_ready()
    javari.type("What is the Guide?\r")
    javari.wait_for("◆ Javari  ")


@pytest.mark.parametrize("term", ["dumb", "", None], ids=["dumb", "empty", "none"])
def test_terminal_that_can_show_nothing_is_told_so_in_a_plain_sentence(own_home: Path, term: str | None) -> None:
    with javari_at_pty(own_home, environ={"TERM": term}) as javari:
        assert javari.wait_end(5) == 2
        assert "javari ask" in javari.output
        assert "\x1b" not in javari.output
        assert len(javari.output.splitlines()) == 1


def test_asking_works_in_a_terminal_that_can_show_nothing(own_home: Path, claude: dict[str, str]) -> None:
    with javari_at_pty(own_home, "ask", "say hello please", environ={"TERM": "dumb", **claude}) as javari:
        assert javari.wait_end(15) == 0
        assert "Hello! How can I help you today?" in javari.output
        assert "\x1b" not in javari.output


def test_input_that_is_at_its_end_is_no_terminal(own_home: Path) -> None:
    done = subprocess.run(
        JAVARI, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=variables(own_home, {}), timeout=20
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("home", [None, "/there/is/no/such/home"], ids=["unset", "nowhere"])
def test_without_a_home_it_works_and_says_where_things_are_kept(tmp_path: Path, home: str | None) -> None:
    # Where HOME is not set, the system's list of accounts is asked: a preload of Python's makes it know nobody.
    (tmp_path / "sitecustomize.py").write_text(
        "import pwd\ndef unknown(_uid):\n    raise KeyError('nobody')\npwd.getpwuid = unknown\n"
    )
    environ = {"HOME": home, "TMPDIR": str(tmp_path), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    with javari_at_pty(None, environ=environ, columns=100, rows=40) as javari:
        javari.wait_ready()
        screen = flat(javari.wait_for("There is no home folder"))
        assert str(tmp_path / f"javari-{os.getuid()}") in screen.replace(" ", "")
        works(javari)
        javari.type("\x11")
        assert javari.wait_end(5) == 0
    kept = tmp_path / f"javari-{os.getuid()}"
    assert (kept / "data" / "javari.db").exists()
    assert kept.stat().st_mode & 0o077 == 0


def test_folder_that_somebody_else_prepared_in_the_common_place_is_not_used(tmp_path: Path) -> None:
    trap = tmp_path / f"javari-{os.getuid()}"
    target = tmp_path / "of-somebody-else"
    target.mkdir()
    trap.symlink_to(target)
    with javari_at_pty(None, environ={"HOME": "/no/such/home", "TMPDIR": str(tmp_path)}, rows=40) as javari:
        works(javari)
        javari.type("\x11")
        assert javari.wait_end(5) == 0
    assert list(target.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("motoin: reduced\n", ("config.yaml", "1", "motoin", "motion")),
        ("motion: [reduced\n", ("config.yaml", "2")),
        (None, ("config.yaml",)),
    ],
    ids=["wrong key", "no YAML", "a folder"],
)
def test_config_that_cannot_be_used_is_told_with_its_place_and_it_starts(
    own_home: Path, content: str | None, told: tuple[str, ...]
) -> None:
    file = own_home / "config" / "config.yaml"
    if content is None:
        file.mkdir(parents=True)
    else:
        file.parent.mkdir(parents=True)
        file.write_text(content)
    with javari_at_pty(own_home, columns=120, rows=40) as javari:
        javari.wait_ready()
        screen = flat(javari.wait_for("config.yaml"))
        for part in told:
            assert part in screen
        works(javari)


def test_folders_that_cannot_be_made_cost_nothing_but_the_log(own_home: Path) -> None:
    own_home.mkdir()
    for name in ("state", "cache"):
        (own_home / name).write_text("a file where a folder belongs")
    with javari_at_pty(own_home, "--language", "es") as javari:
        works(javari)
        javari.type("\x11")
        assert javari.wait_end(5) == 0
        assert "Traceback" not in javari.output


def test_read_only_cache_and_state_cost_nothing_but_the_log(small_disk: SmallDisk, own_home: Path) -> None:
    own_home.mkdir()
    for name in ("state", "cache"):
        (small_disk.folder / name).mkdir()
        (own_home / name).symlink_to(small_disk.folder / name)
    small_disk.make_read_only()
    with javari_at_pty(own_home, "--language", "es") as javari:
        works(javari)
        javari.type("\x11")
        assert javari.wait_end(5) == 0


@pytest.mark.parametrize("name", ["data", "."], ids=["data", "home"])
def test_file_where_the_data_folder_belongs_is_explained(own_home: Path, name: str) -> None:
    place = own_home / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.resolve().write_text("a file where a folder belongs")
    with javari_at_pty(own_home, columns=100) as javari:
        javari.wait_for("Javari cannot open its data")
        javari.type("\r")
        assert javari.wait_end(5) == 1
        assert "Traceback" not in javari.output


def test_name_of_a_home_that_no_disk_takes_is_explained(own_home: Path) -> None:
    with javari_at_pty(own_home / ("x" * 300), columns=100) as javari:
        javari.wait_for("Javari cannot open its data")
        javari.type("\r")
        assert javari.wait_end(5) == 1
        assert "Traceback" not in javari.output


def test_ctrl_c_while_it_is_being_loaded_is_no_traceback(own_home: Path) -> None:
    script = (
        "import os, signal, sys\nfrom javari_tui.domain import start\n"
        "start.read_start_options = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
        "from javari_tui.__main__ import main\nsys.exit(main([]))"
    )
    with javari_at_pty(own_home, command=(sys.executable, "-c", script)) as javari:
        assert javari.wait_end(5) == 130
        assert javari.output == ""

"""What must not stand in the repository: colours outside the themes, this machine's paths, registries' addresses."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|\b(?:rgba?|hsla?)\(|\bansi_(?!default\b)\w+"
)
STYLE_COLOUR = re.compile(
    r"(?:color|background|border\S*|outline\S*|tint|scrollbar-\S*)\s*:[^;$\n]*"
    r"\b(red|green|blue|yellow|white|black|grey|gray|cyan|magenta|orange|purple)\b"
)
KNOWS_COLOURS = ("javari_tui/themes", "javari_tui/terminal")
"""They read colours from files and from the terminal; what they know of them is form, not looks."""

MACHINE = re.compile(r"(?<![\w.])/(?:root|work|opt|Users)/\w|(?<![\w.])/home/(?!user\b|me\b|ada\b|local\b)\w+/")
ADDRESS = re.compile(
    r"--(?:extra-)?index-url|--find-links|registry\.npmjs|files\.pythonhosted|//pypi\.|"
    r'"?registry"?\s*[:=]+\s*"?https?://|"resolved":',
)


def tracked() -> list[Path]:
    """The files of the repository; in an unpacked archive those that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines(files: list[Path]) -> list[tuple[str, str]]:
    """Every line of the files that are text, with its place."""
    found = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        where = file.relative_to(ROOT).as_posix()
        found += [(f"{where}:{number}", line) for number, line in enumerate(text.splitlines(), start=1)]
    return found


def test_colours_are_only_in_themes() -> None:
    ours = [file for file in tracked() if file.suffix in (".py", ".tcss") and "javari_tui" in file.parts]
    ours = [file for file in ours if not file.relative_to(ROOT).as_posix().startswith(KNOWS_COLOURS)]
    assert ours
    found = [
        f"{place}: {line.strip()}" for place, line in lines(ours) if COLOUR.search(line) or STYLE_COLOUR.search(line)
    ]
    assert not found, "\n".join(found)


def test_nothing_speaks_of_one_machine_or_a_registry() -> None:
    me = Path(__file__)
    files = [file for file in tracked() if file != me and file.suffix != ".svg"]
    found = [
        f"{place}: {line.strip()[:120]}" for place, line in lines(files) if MACHINE.search(line) or ADDRESS.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (COLOUR, "    color: #ff8800;"),
        (COLOUR, 'style = "rgb(1, 2, 3)"'),
        (STYLE_COLOUR, "    background: red 20%;"),
        (MACHINE, "see /root/notes"),
        (MACHINE, "cd /home/somebody/javari"),
        (ADDRESS, "--extra-" + "index-url https://example.org"),
    ],
)
def test_a_breach_is_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["    background: $accent 20%;", "issue #12 of a list", "# white space is kept"])
def test_what_is_right_is_left_alone(line: str) -> None:
    assert not COLOUR.search(line)
    assert not STYLE_COLOUR.search(line)


def locked(name: str) -> dict[str, str]:
    """The pinned versions of a lock file."""
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    assert pins
    return dict(pins)


def test_the_development_versions_hold_those_of_the_app() -> None:
    app, server, dev = locked("app.txt"), locked("server.txt"), locked("dev.txt")
    assert app.items() <= server.items() <= dev.items()


def test_the_app_does_not_carry_the_server() -> None:
    assert not {"fastapi", "starlette", "uvicorn", "psycopg"} & locked("app.txt").keys()


@pytest.mark.parametrize("name", ["app.txt", "server.txt", "dev.txt"])
def test_every_locked_version_has_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_node_packages_are_locked_with_their_hashes() -> None:
    packages = json.loads((ROOT / "tests" / "npm" / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)

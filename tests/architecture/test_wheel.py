"""The wheel, installed in a clean environment and run from a clean folder, has everything it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from javari_tui import __version__

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed Javari."""

    wheel: Path
    javari: Path
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it in a clean folder, with a home of its own."""
        environ = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "JAVARI_HOME": str(self.folder / "home")}
        environ["JAVARI_DISCOVERY"] = "off"
        return subprocess.run(
            [str(self.javari), *words],
            cwd=self.folder,
            env=environ,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Built with the build backend itself, installed by pip without a network; libraries are those of this run."""
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode:
        pytest.skip("this Python has no ensurepip, so it makes no environments")
    base = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(base)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = base.glob("*.whl")
    environment = base / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    subprocess.run(install, check=True, env=clean)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = Path(
        subprocess.run([str(python), "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    )
    (libraries / "of-this-run.pth").write_text(sysconfig.get_path("purelib") + "\n")
    folder = base / "clean"
    folder.mkdir()
    return Installed(wheel, environment / "bin" / "javari", folder)


def test_it_carries_texts_themes_help_and_migrations(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    for folder, pattern, inside in (
        (ROOT / "themes", "*.yaml", "javari_tui/data/themes"),
        (ROOT / "help", "*/*.md", "javari_tui/data/help"),
        (ROOT / "locales", "*/LC_MESSAGES/*.po", "javari_tui/data/locales"),
        (ROOT / "javari_tui", "**/*.tcss", "javari_tui"),
        (ROOT / "javari_tui", "storage/migrations/versions/*.py", "javari_tui"),
        (ROOT / "javari_tui", "**/*.sql", "javari_tui"),
        (ROOT / "javari_billing", "engine/migrations/**/*.py", "javari_billing"),
    ):
        files = [file.relative_to(folder).as_posix() for file in folder.glob(pattern)]
        assert files or folder.name == "locales", folder
        assert {f"{inside}/{file}" for file in files} <= names


def test_it_carries_nothing_else(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"javari_tui", "javari_billing", f"javari-{__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_it_tells_its_version(installed: Installed) -> None:
    assert installed.run("--version").stdout == f"javari {__version__}\n"


def test_it_answers_from_its_own_help(installed: Installed) -> None:
    """The database is made by its migrations, the Guide reads its help pages."""
    outcome = installed.run("ask", "--json", "what can you do")
    assert outcome.returncode == 0, outcome.stderr
    assert "More about me: The Guide" in json.loads(outcome.stdout)["text"]


def test_the_doctor_finds_nothing_wrong(installed: Installed) -> None:
    outcome = installed.run("doctor", "--json")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    findings = {finding["id"]: finding for finding in json.loads(outcome.stdout)["findings"]}
    assert int(findings["themes"]["values"]["count"]) == len(list((ROOT / "themes").glob("*.yaml")))

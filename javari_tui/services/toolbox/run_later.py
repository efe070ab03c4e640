"""Which files programs obey without being asked: what is written into them runs later."""

from __future__ import annotations

import re
import stat
from itertools import pairwise
from pathlib import Path

_NAMES = frozenset(
    {
        *(".envrc", ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zshenv"),
        *(".zprofile", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".inputrc", ".tmux.conf", ".vimrc", ".exrc"),
        *(".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", ".gitattributes", ".gitconfig", ".gitmodules"),
        *(".pre-commit-config.yaml", "lefthook.yml", ".lefthook.yml", ".gitlab-ci.yml", "jenkinsfile", ".mcp.json"),
        *("makefile", "gnumakefile", "justfile", "rakefile", "cmakelists.txt", "taskfile.yml", "taskfile.yaml"),
        *("package.json", "conftest.py", "sitecustomize.py", "usercustomize.py", "setup.py", "setup.cfg"),
        *("pyproject.toml", "noxfile.py", "tox.ini", "build.rs", "mise.toml", ".mise.toml", "flake.nix"),
        *("dockerfile", "containerfile", "crontab", ".devcontainer.json"),
    }
)
_PATTERNS = re.compile(r"(docker-)?compose(\..+)?\.ya?ml|vite\.config\..+|.+\.pth|.+\.mk")
_BELOW = frozenset(
    {
        *(".vscode", ".idea", ".github", ".gitlab", ".husky", ".devcontainer", ".circleci", ".githooks"),
        *(".claude", ".cursor", ".zed", ".ssh"),
    }
)
_BELOW_TWO = frozenset({(".config", "fish"), (".config", "autostart"), (".config", "git"), (".local", "bin")})
_TWO = (".cargo", ("config", "config.toml"))


def is_run_later(path: Path) -> bool:
    """Whether programs obey a file by its name or its folder, or whether it can be run itself (blocking)."""
    *folders, name = (part.casefold() for part in path.parts)
    pairs = pairwise(folders)
    return (
        name in _NAMES
        or _PATTERNS.fullmatch(name) is not None
        or not _BELOW.isdisjoint(folders)
        or not _BELOW_TWO.isdisjoint(pairs)
        or (folders[-1:] == [_TWO[0]] and name in _TWO[1])
        or _can_be_run(path)
    )


def _can_be_run(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.lstat().st_mode) & 0o111)
    except (OSError, ValueError):
        return False  # none yet: new files cannot be run

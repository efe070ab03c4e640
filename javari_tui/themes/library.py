"""The themes there are: shipped ones and the user's own. The one in force is read first, the rest when asked."""

from __future__ import annotations

from pathlib import Path

from textual.theme import Theme

from javari_tui.paths import shipped
from javari_tui.themes.building import BuiltTheme, ThemeFailure, build_theme
from javari_tui.themes.files import ThemeFileError, read_theme_file

_FIRST = ("javari-light", "javari-dark")
MOST = 100
"""Files of the user's that are read: a folder can hold anything."""


class ThemeLibrary:
    """Reads theme files, each once."""

    def __init__(self, own: Path | None = None, ships: Path | None = None) -> None:
        self._ships, self._own = ships or shipped("themes"), own
        self._built: dict[str, BuiltTheme] = {}
        self._failures: dict[Path, ThemeFailure] = {}
        self._seen: set[Path] = set()

    @property
    def failures(self) -> tuple[ThemeFailure, ...]:
        """The user's files that were skipped so far."""
        return tuple(self._failures.values())

    def theme(self, name: str) -> Theme | None:
        """One theme by its name, reading no more files than it must."""
        built = self._shipped_theme(name) or self._built.get(name)
        if built is None:
            self.all()
            built = self._built.get(name)
        return built.theme if built else None

    def title(self, name: str) -> str:
        """The name people read; the name itself for a theme that is not there."""
        built = self._built.get(name)
        return built.title if built else name

    def all(self) -> tuple[Theme, ...]:
        """Every theme: shipped ones first, then the user's by name."""
        ours = self._shipped_names()
        for name in ours:
            self._shipped_theme(name)
        if self._own is not None and self._own.is_dir():
            for file in sorted((*self._own.glob("*.yaml"), *self._own.glob("*.yml")))[:MOST]:
                self._add_own(file)
        return tuple(self._built[name].theme for name in (*ours, *sorted(self._built.keys() - set(ours))))

    def _shipped_names(self) -> tuple[str, ...]:
        """Light, dark, then the others."""
        names = sorted(file.stem for file in self._ships.glob("*.yaml"))
        return tuple(sorted(names, key=lambda name: (name not in _FIRST, name != _FIRST[0])))

    def _shipped_theme(self, name: str) -> BuiltTheme | None:
        """One of ours. A name is never a path: only files that are there count."""
        if name in self._built or not name.startswith("javari-") or not name.replace("-", "").isalnum():
            return self._built.get(name)
        file = self._ships / f"{name}.yaml"
        if not file.is_file():
            return None
        built = self._built[name] = build_theme(read_theme_file(file), stem=name, bases={})
        return built

    def _add_own(self, file: Path) -> None:
        """One of the user's: kept, or its failure noted."""
        if file in self._seen:
            return
        self._seen.add(file)
        try:
            bases = {name: built.theme for name, built in self._built.items()}
            built = build_theme(read_theme_file(file), stem=file.stem.lower(), bases=bases)
            if built.theme.name in self._built:
                raise ThemeFileError(f"the name “{built.theme.name}” is taken")
            self._built[built.theme.name] = built
        except ThemeFileError as error:
            self._failures[file] = ThemeFailure(file, error)

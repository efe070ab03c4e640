"""Which language a file is written in, by its name; and how a file in a language is called."""

from __future__ import annotations

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
_ENDINGS = {language: ending for ending, language in reversed(_LANGUAGES.items())}


def language_of(name: str) -> str:
    """The language of a file, as a fence would name it; empty for what is no code."""
    lowered = name.lower()
    return _NAMES.get(lowered, "") or _LANGUAGES.get(lowered.rpartition(".")[2] if "." in lowered else "", "")


def ending_of(language: str) -> str:
    """The ending of files in a language, without its dot; empty for one that is not known."""
    lowered = language.lower()
    return lowered if lowered in _LANGUAGES else _ENDINGS.get(lowered, "")

"""Texts that reach the user without being marked for translation, found by reading the source.

    python -m tooling.unmarked [FILE…]

A guess kept precise: it looks only at the places where texts reach people (widgets' texts, titles, notices, command
texts, our errors, what the command line prints). A literal that is right as it is carries `# untranslated: why`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

MARKERS = {"_", "N_", "ngettext"}
SHOWN_FIRST = {
    *("Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "TabPane", "Placeholder", "Link"),
    *("notify", "echo", "secho", "BadParameter", "UsageError", "ClickException", "confirm", "ToolRefused"),
    *("JavariError", "StorageError", "SettingsError", "KeyMissing", "AttachmentRefused", "ImportRefused", "NotFound"),
}
"""Calls whose first argument is shown."""
SHOWN_KEYWORDS = {"title", "label", "help", "placeholder", "tooltip", "cure", "short_help", "prompt", "description"}
"""Keywords whose value is shown, whatever is called."""
SHOWN_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "placeholder", "TITLE", "SUB_TITLE", "CURE"}
"""Attributes whose value is shown."""
NAMES = {
    "Javari",
    "Claude",
    "OpenAI",
    "Anthropic",
    "OpenRouter",
    "Ollama",
    "LM Studio",
    "llama.cpp",
    "Markdown",
    "JSON",
}
"""Names are the same in every language."""
EXEMPT = "# untranslated:"

# Two letters in a row, outside a placeholder, that are not all of a name such as JAVARI_HOME or a path or a key name.
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_SYMBOL = re.compile(r"^[\w.:/@#%+*<>|=,-]*$")
_MARKUP_FREE = re.compile(r"\{[^}]*\}")


def is_prose(text: str) -> bool:
    """Whether a literal reads like a text for people: a capitalised word or several words."""
    bare = _MARKUP_FREE.sub("", text).strip()
    if bare in NAMES:
        return False
    if not _WORD.search(bare):
        return False
    return not _SYMBOL.match(bare) or (bare.isalpha() and bare[0].isupper() and not bare.isupper())


def findings(source: str, name: str) -> Iterator[str]:
    """Each unmarked or wrongly marked text of a file, as `file:line: what`."""
    lines = source.splitlines()
    for line, what in sorted(set(_walk(ast.parse(source), inside_function=False))):
        if EXEMPT not in lines[line - 1]:
            yield f"{name}:{line}: {what}"


def _walk(node: ast.AST, *, inside_function: bool) -> Iterator[tuple[int, str]]:
    """Findings at a node and below it."""
    if isinstance(node, ast.Call):
        yield from _call(node, inside_function=inside_function)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        yield from _assignment(node)
    inside = inside_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inside_function=inside)


def _call(node: ast.Call, *, inside_function: bool) -> Iterator[tuple[int, str]]:
    """Findings of one call: a marker misused, or an unmarked text shown."""
    name = _name(node.func)
    if name in MARKERS:
        yield from _marker(node, name, inside_function=inside_function)
        return
    if name in SHOWN_FIRST and node.args:
        yield from _literal(node.args[0], f"{name}(…)")
    for keyword in node.keywords:
        if keyword.arg in SHOWN_KEYWORDS:
            yield from _literal(keyword.value, f"{keyword.arg}=")


def _marker(node: ast.Call, name: str, *, inside_function: bool) -> Iterator[tuple[int, str]]:
    """A marker must be given a plain literal, and `_` must run when the text is shown."""
    if name != "N_" and not inside_function:
        yield node.lineno, f"{name}(…) runs at import, before the language is known: mark with N_ and translate later"
    for argument in node.args[: 2 if name == "ngettext" else 1]:
        if isinstance(argument, (ast.JoinedStr, ast.BinOp)) or _is_filled(argument):
            yield node.lineno, f"{name}(…) of a text that is put together: translate first, fill after"


def _is_filled(node: ast.expr) -> bool:
    """Whether a literal is already filled: `"…".format(…)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and isinstance(node.func.value, ast.Constant)
    )


def _assignment(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[int, str]]:
    """Findings of one assignment to something that is shown."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if _name(target) in SHOWN_ATTRIBUTES and node.value is not None:
            yield from _literal(node.value, f"{_name(target)} =")


def _literal(node: ast.expr, where: str) -> Iterator[tuple[int, str]]:
    """A finding when the node is a text for people written as it stands."""
    if isinstance(node, ast.IfExp):
        yield from _literal(node.body, where)
        yield from _literal(node.orelse, where)
    elif isinstance(node, ast.JoinedStr):
        text = "".join(
            part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        if is_prose(text):
            yield node.lineno, f"{where} shows an f-string that cannot be translated: {text.strip()!r}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and is_prose(node.value):
        yield node.lineno, f"{where} shows a text that is not marked: {node.value!r}"
    elif _is_filled(node) and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _literal(node.func.value, where)


def _name(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def main(arguments: list[str]) -> int:
    """Print what is found; 1 when there is something."""
    files = [Path(name) for name in arguments] or sorted((ROOT / "javari_tui").rglob("*.py"))
    found = [finding for file in files for finding in findings(file.read_text(encoding="utf-8"), str(file))]
    print("\n".join(found) if found else f"{len(files)} files, no unmarked text")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Help and usage errors: complete, in every language, with exit codes for scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_file

from javari_tui import i18n, paths
from javari_tui.cli import click_words
from javari_tui.cli.exit_codes import ExitCode
from javari_tui.cli.root import SUBCOMMANDS, root
from tests.cli.conftest import Javari

NOT_MET = {
    # Of features of click that our commands do not use: prompts, editors, dates, deprecations, files, environment.
    *("decorators.py", "termui.py", "_termui_impl.py", "_winconsole.py", "utils.py", "shell_completion.py"),
}
"""Files of click whose words cannot come up, but for those that `click_words` marks."""
NEVER = {
    "deprecated",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Value must be an iterable.",
    "Name '{name}' defined twice",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "env var: {var}",
    "(dynamic)",
    "Missing {param_type}",
    "Missing parameter: {param_name}",
    "unknown error",
    "Could not open file {filename!r}: {message}",
    "Invalid start character for option ({option})",
    "Argument {name!r} takes {nargs} values.",
    "Choice({choices})",
    "{value!r} is not a valid boolean. Recognized values: {states}",
    "{value!r} is not a valid UUID.",
}
"""Words about mistakes of programmers, and of kinds of values that no option of ours has."""


def every_command(group: click.Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command and subcommand."""
    context = click.Context(group)
    for name in group.list_commands(context):
        subcommand = group.get_command(context, name)
        assert subcommand is not None
        yield (*path, name)
        if isinstance(subcommand, click.Group):
            yield from every_command(subcommand, (*path, name))


COMMANDS = [(), *every_command()]


@pytest.fixture
def pseudo() -> Iterator[None]:
    """Texts in the made-up language; `english` puts them back."""
    i18n.use_language(i18n.PSEUDO_LANGUAGE, paths.shipped("locales"))
    yield


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...], javari: Javari) -> None:
    outcome = javari(*words, "--help")
    assert outcome.code == ExitCode.OK
    assert outcome.err == ""
    assert outcome.out.startswith(f"Usage: {' '.join(('javari', *words))} ")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_word_of_help_is_translated(words: tuple[str, ...], pseudo: None) -> None:
    from javari_tui.cli import translated

    translated.speak_our_language()
    context, command = click.Context(root, info_name="javari"), click.Command("")
    for word in words:
        group = context.command
        assert isinstance(group, click.Group)
        found = group.get_command(context, word)
        assert found is not None
        context, command = click.Context(found, parent=context, info_name=word), found
    text = (command if words else root).get_help(context)
    assert "[Úšágé:" in text
    outside = strip_bracketed(text)
    names = {*words, "javari", *SUBCOMMANDS, *(name for path in COMMANDS for name in path)}
    known = {part for name in names for part in name.split("-")}
    left = set(re.findall(r"(?<![-\w])[a-zA-Z]{3,}", outside)) - known - {"bash", "zsh", "fish"}
    assert not left, text


def strip_bracketed(text: str) -> str:
    """A text without what the made-up language put between brackets, which may nest."""
    kept, depth = [], 0
    for letter in text:
        depth += letter == "["
        if not depth:
            kept.append(letter)
        depth -= letter == "]"
    return "".join(kept)


def test_the_subcommands_lines_are_those_of_their_own_help() -> None:
    context = click.Context(root)
    for name, (_module, line) in SUBCOMMANDS.items():
        found = root.get_command(context, name)
        assert found is not None
        assert found.name == name
        assert line.endswith(".")


def test_clicks_own_words_are_all_known() -> None:
    ours = {*click_words.TEXTS, *NEVER, *plurals_marked()}
    unknown = []
    for file in sorted(Path(click.__file__).parent.glob("*.py")):
        if file.name in NOT_MET:
            continue
        for _line, text, _comments, _context in extract_from_file("python", file):
            one = text if isinstance(text, str) else text[0]
            if one not in ours and not about_files_and_lists(one):
                unknown.append(f"{file.name}: {one!r}")
    assert not unknown


def plurals_marked() -> set[str]:
    """The singular forms that `click_words.plurals` marks."""
    return set(click_words.plurals(1))


def about_files_and_lists(text: str) -> bool:
    """Words of value types that no option of ours has: files, folders, dates, tuples."""
    return "{filename!r}" in text or text in {
        "file",
        "directory",
        "path",
        "Takes {nargs} values but 1 was given.",
        "{value!r} does not match the format {format}.",
        "{len_type} values are required, but {len_value} was given.",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["docter"], "Did you mean 'doctor'?"),
        (["ask", "--modle", "x/y", "hello"], "--modle"),
        (["chats", "list", "--limit", "0"], "0 is not in the range"),
        (["chats", "show", "seven"], "seven"),
        (["chats", "export"], "--all"),
        (["config", "get"], "Missing argument 'KEY'"),
        (["completions", "csh"], "'csh' is not one of"),
        (["--language", "xx", "doctor"], "Javari speaks en"),
        (["ask", "--model", "opus", "hello"], "provider/model"),
        (["ask"], "Give a question"),
        ([], "needs a terminal"),
        (["--new", "--chat", "3"], "not both"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(words: list[str], message: str, javari: Javari) -> None:
    outcome = javari(*words)
    assert outcome.code == ExitCode.USAGE
    assert outcome.out == ""
    assert message in outcome.err


def test_the_exit_codes_are_documented(javari: Javari) -> None:
    text = javari("ask", "--help").out
    for code in ExitCode:
        assert re.search(rf"^  {int(code)}\s+\w", text, re.MULTILINE)

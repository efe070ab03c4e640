"""`javari completions`: what a shell needs to complete our commands."""

from __future__ import annotations

import sys

import click
from click.shell_completion import ShellComplete, get_completion_class

from javari_tui.cli import translated
from javari_tui.cli.output import say, say_aside
from javari_tui.i18n import N_, _

_HOW = {
    "bash": "javari completions bash > ~/.local/share/bash-completion/completions/javari",
    "zsh": "javari completions zsh > ~/.zfunc/_javari",
    "fish": "javari completions fish > ~/.config/fish/completions/javari.fish",
}


@translated.command(
    name="completions",
    help=N_("Print the script that lets a shell complete commands. Write it where your shell looks for them."),
)
@translated.argument("shell", type=click.Choice(tuple(_HOW)))
@click.pass_context
def command(context: click.Context, /, shell: str) -> None:
    """Print it, and in a terminal say where to put it."""
    kind: type[ShellComplete] | None = get_completion_class(shell)
    assert kind is not None
    say(kind(context.find_root().command, {}, "javari", "_JAVARI_COMPLETE").source())
    if sys.stdout.isatty():
        say_aside(_("To keep it: {command}").format(command=_HOW[shell]))

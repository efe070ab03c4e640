"""Textual's bindings of commands; the one module here that knows Textual."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from javari_tui.commands.base import Command


def binding(command: Command) -> Binding:
    """The binding whose action asks the screen to run a command."""
    return Binding(
        command.keys,
        f"screen.run_command('{command.id}')",
        command.label or command.title,
        show=bool(command.label),
        priority=command.priority,
        id=command.id,
    )


def bindings(*groups: Iterable[Command] | Command) -> list[BindingType]:
    """Bindings of every command that has keys, for a class body's `BINDINGS`."""
    return [binding(command) for command in flatten(groups) if command.keys]


def flatten(groups: Iterable[Iterable[Command] | Command]) -> tuple[Command, ...]:
    """Commands and groups of commands as one row."""
    row: list[Command] = []
    for group in groups:
        row.extend((group,) if isinstance(group, Command) else group)
    return tuple(row)

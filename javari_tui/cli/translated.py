"""click with every text translated when it is shown: its own words through our catalogues, and ours.

Texts given to these classes are marked with `N_`; click keeps them as they are and asks for them when it prints help.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types
import click.utils

from javari_tui import i18n
from javari_tui.cli.exit_codes import MEANINGS
from javari_tui.i18n import N_, _


def speak_our_language() -> None:
    """Let click translate through our catalogues; it would only ever ask the system's."""
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
        click.utils,
    ):
        for name, ours in (("_", _), ("ngettext", i18n.ngettext)):
            if hasattr(module, name):
                setattr(module, name, ours)


def _shown(text: str | None) -> str:
    """A marked text, translated; nothing for none."""
    return _(text) if text else ""


class Argument(click.Argument):
    """An argument whose name and help are marked texts."""

    def make_metavar(self, ctx: click.Context) -> str:
        """The name shown for it."""
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its line of the help."""
        return self.make_metavar(ctx), _shown(self.help)


class Option(click.Option):
    """An option whose value's name and help are marked texts."""

    def make_metavar(self, ctx: click.Context) -> str:
        """The name shown for its value."""
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its line of the help."""
        record = super().get_help_record(ctx)
        return record and (record[0], record[1].replace(self.help or "", _shown(self.help), 1))


class Command(click.Command):
    """A command whose help is a marked text; `exit_codes` lists them at the end of it."""

    exit_codes = False

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line, its placeholder translated too."""
        pieces = [_(self.options_metavar)] if self.options_metavar else []
        for parameter in self.get_params(ctx):
            pieces.extend(parameter.get_usage_pieces(ctx))
        if isinstance(self, click.Group):
            pieces.append(_(self.subcommand_metavar))
        formatter.write_usage(ctx.command_path, " ".join(pieces))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that prints the help; click translates its text only once, when it is made."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the list of commands; never cut."""
        return _shown(self.help).partition("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The text under the usage line."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_shown(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The exit codes, where they are wanted."""
        if self.exit_codes:
            with formatter.section(_("Exit codes")):
                formatter.write_dl([(str(int(code)), _(meaning)) for code, meaning in MEANINGS.items()])


class CommandWithExitCodes(Command):
    """A command scripts are written around, so its help lists the exit codes."""

    exit_codes = True


class Group(Command, click.Group):
    """A command with subcommands."""

    def add(self, name: str, *, help: str) -> Callable[[Function], Command]:
        """Make a subcommand of a function; `help` is marked."""

        def added(function: Function) -> Command:
            subcommand = command(help=help, name=name)(function)
            self.add_command(subcommand)
            return subcommand

        return added


Function = Callable[..., object]
Decorator = Callable[[Function], Function]


def option(*names: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click checks them
    """Give a command an option."""
    return click.option(*names, cls=Option, **settings)


def argument(name: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click checks them
    """Give a command an argument."""
    return click.argument(name, cls=Argument, **settings)


def command(*, help: str, name: str | None = None, kind: type[Command] = Command) -> Callable[[Function], Command]:
    """Make a command of a function; `help` is marked."""
    return click.command(name, cls=kind, help=help, options_metavar=N_("[OPTIONS]"))


def group(
    *,
    name: str,
    help: str,
    kind: type[Group] = Group,
    **settings: Any,  # noqa: ANN401 - click checks them
) -> Callable[[Function], Group]:
    """Make a command with subcommands of a function."""
    placeholders = {"options_metavar": N_("[OPTIONS]"), "subcommand_metavar": N_("COMMAND [ARGS]…")}
    return click.group(name, cls=kind, help=help, **placeholders, **settings)

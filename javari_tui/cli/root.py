"""`javari` itself: its options, its subcommands, and what becomes of errors."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping

import click

from javari_tui import __version__, i18n, paths
from javari_tui.cli import translated
from javari_tui.cli.exit_codes import ExitCode, code_of_error
from javari_tui.cli.opened import launch
from javari_tui.cli.output import say, say_error
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import N_, _

SUBCOMMANDS: Mapping[str, tuple[str, str]] = {
    "ask": ("javari_tui.cli.ask", N_("Ask a question and print the answer.")),
    "chats": ("javari_tui.cli.chats", N_("List, search, show, export and import chats.")),
    "assets": ("javari_tui.cli.assets", N_("Keep, list, find, print and export what you want to have again.")),
    "login": ("javari_tui.cli.login", N_("Sign in to the billing server.")),
    "logout": ("javari_tui.cli.logout", N_("Sign out of the billing server.")),
    "whoami": ("javari_tui.cli.whoami", N_("Tell which account is signed in, and where its tokens are kept.")),
    "billing": ("javari_tui.cli.billing", N_("See the credits, what they were spent on, and top up.")),
    "config": ("javari_tui.cli.config", N_("Show and change the settings.")),
    "doctor": ("javari_tui.cli.doctor", N_("Look for what is wrong, and say how to cure it.")),
    "backup": ("javari_tui.cli.backup", N_("Copy the database while Javari runs or not.")),
    "restore": ("javari_tui.cli.restore", N_("Put a copy of the database in place.")),
    "completions": ("javari_tui.cli.completions", N_("Print the script that lets a shell complete commands.")),
}
"""Where each is, and its line in the help: the files are loaded only when they are run."""


class ReaderGone(Exception):
    """Whoever read our output went away; told apart from what click would do with a broken pipe."""


class Root(translated.Group):
    """The subcommands by name, in the order above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one."""
        if cmd_name not in SUBCOMMANDS:
            return None
        loaded = importlib.import_module(SUBCOMMANDS[cmd_name][0]).command
        assert isinstance(loaded, click.Command)
        return loaded

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find one; for a misspelt name click shall know those that are not loaded."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=list(SUBCOMMANDS), ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List them without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, (_module, line) in SUBCOMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run what was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error


class RootWithExitCodes(Root, translated.CommandWithExitCodes):
    """The exit codes belong to the help of `javari` too."""


def _speak(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Put the language asked for in force, before any help is printed."""
    if value and not context.resilient_parsing:
        known = i18n.available_languages(paths.shipped("locales"))
        if value not in known:
            raise click.BadParameter(_("Javari speaks {languages}.").format(languages=", ".join(known)))
        i18n.use_language(value, paths.shipped("locales"), paths.folders().cache)
    return value


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not context.resilient_parsing:
        say(f"javari {__version__}")
        context.exit()


@translated.group(
    name="javari",
    kind=RootWithExitCodes,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("An AI assistant that lives in the terminal. Without a command it opens where you left it."),
)
@translated.option("--chat", type=int, metavar=N_("ID"), help=N_("Open this chat."))
@translated.option("--new", is_flag=True, help=N_("Open a new chat."))
@translated.option(
    "--language",
    metavar=N_("CODE"),
    is_eager=True,
    callback=_speak,
    help=N_("Speak this language this time, such as es."),
)
@translated.option("--theme", metavar=N_("NAME"), help=N_("Use this theme this time."))
@translated.option(
    "--version", "-V", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=N_("Print the version.")
)
@click.pass_context
def root(context: click.Context, /, **_options: object) -> None:
    """Come here with a subcommand, or with a plain start that cannot be."""
    if context.invoked_subcommand is not None:
        return
    if context.params["chat"] is not None and context.params["new"]:
        raise click.UsageError(_("Give --chat or --new, not both."))
    raise click.UsageError(_("Javari needs a terminal to open in. In scripts, use “javari ask”."))


def run_command_line(words: list[str]) -> int:
    """Run a command line; returns its exit code. Errors go to the standard error with their cure."""
    _open_streams()
    launch()  # puts the language in force
    translated.speak_our_language()
    try:
        code = _run(words)
        sys.stdout.flush()
    except (ReaderGone, BrokenPipeError):
        # Python flushes once more when it ends; that must not meet the closed pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.READER_GONE
    return code


def _open_streams() -> None:
    """Make the streams safe to print to."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Closed by whoever started us: the next file opened would take its number, and our output.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets a question mark, not a crash.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")


def _run(words: list[str]) -> int:
    """Run it and turn errors into messages and exit codes."""
    try:
        result = root.main(words, prog_name="javari", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return ExitCode.INTERRUPTED
    except JavariError as error:
        say_error(error)
        return code_of_error(error)
    return int(result) if isinstance(result, int) else ExitCode.OK

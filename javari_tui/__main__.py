"""The `javari` command: sorts out what is asked for and imports only what that needs."""

# Each import below would make those wait who asked for something else: the version is answered in
# milliseconds, the app without a command-line library, the command line without Textual.
# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import os
import sys

from javari_tui import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for; returns the exit code."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return 130  # while something was being imported; later on Ctrl+C is a key, or ends a command in order


def _run(words: list[str]) -> int:
    """Import what is needed for some words, and do it."""
    if words in (["--version"], ["-V"]):
        print(f"javari {__version__}")
        return 0
    if "_JAVARI_COMPLETE" not in os.environ and _is_terminal():
        from javari_tui.domain.start import read_start_options

        options = read_start_options(words)
        if options is not None:
            from javari_tui.terminal.first_keys import holding_terminal

            with holding_terminal(sys.stdin.fileno()):
                _load_app()
                from javari_tui.app import run

                return run(options)
    from javari_tui.cli.root import run_command_line

    return run_command_line(words)


def _load_app() -> None:
    """Import the app, as quickly as it goes."""
    from javari_tui.terminal.colours import colour_system

    # Textual reads it when it is imported; by itself it sees 16 colours in a good terminal over SSH.
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", colour_system(os.environ))
    # How soon after a picture the next may be drawn: with Textual's sixtieth of a second a letter waits that long
    # while an answer streams. It costs nothing, since all that draws often here has a clock of its own.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    gc.disable()  # collecting while everything is being built only delays the first picture
    from javari_tui.terminal.deferred_imports import deferring

    with deferring():
        from javari_tui.terminal import quick_classes

        quick_classes.install()
        import javari_tui.app  # noqa: F401


def _is_terminal() -> bool:
    """Whether there is a terminal to show the app in; streams may be closed altogether."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


if __name__ == "__main__":
    sys.exit(main())

"""What a user who signs in must see, on one screen: the page, the code, and a picture of both for a phone."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

import click

from javari_tui.cli.output import on_terminal, say
from javari_tui.domain.billing import SignInCode
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, ngettext
from javari_tui.terminal.qr import qr_rows

_WIDEST, _NARROWEST = 78, 36
"""Columns of the words."""
_PROMPT = 2
"""Rows that are left for what comes after."""


def show_code(endpoint: str, code: SignInCode) -> None:
    """Print it, as well as it fits."""
    size = shutil.get_terminal_size() if on_terminal() else os.terminal_size((_WIDEST + 1, 24))
    rows = size.lines - _PROMPT
    needed = max(len(code.address) + 5, _NARROWEST)
    beside = _picture(code, size.columns - needed - 3, rows)
    if beside:
        words = _words(endpoint, code, size.columns - len(beside[0]) - 3)
        if len(words) <= rows:
            _print_beside(words, beside, size.columns - len(beside[0]) - 1)
            return
    words = _words(endpoint, code, min(size.columns - 1, _WIDEST))
    below = _picture(code, size.columns, rows - len(words) - 1)
    for line in words:
        say(line)
    _print_beside([""] * len(below), below, 0)


def _words(endpoint: str, code: SignInCode, width: int) -> list[str]:
    """What to do, and what happens next. Address and code stand alone and whole, to be copied."""
    minutes = max(1, round((code.expires_at - datetime.now(UTC)).total_seconds() / 60))
    valid = ngettext("The code is valid for {count} minute.", "The code is valid for {count} minutes.", minutes)
    told = (
        _("To sign in to {endpoint}:").format(endpoint=endpoint),
        "",
        "1. " + _("Open this page on any device:"),
        "",
        f"     {clean(code.address)}",
        "",
        "2. " + _("Type this code there, and allow it:"),
        "",
        f"     {clean(code.user_code)}",
        "",
        valid.format(count=minutes) + " " + _("Never type a code there that somebody sent you."),
        "",
        _("Waiting for you… This goes on by itself. Ctrl+C stops it, and then nothing has changed."),
    )
    return [line for text in told for line in _wrapped(text, width)]


def _wrapped(text: str, width: int) -> Sequence[str]:
    if text.startswith("  "):
        return (text,)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or ("",)


def _picture(code: SignInCode, columns: int, rows: int) -> tuple[str, ...]:
    """The address with the code in it; nothing where it does not fit or could not be read by a camera."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if not on_terminal() or encoding != "utf8" or os.environ.get("NO_COLOR") or columns < 1 or rows < 1:
        return ()
    return qr_rows(code.address_complete, columns=columns, rows=rows) or ()


def _print_beside(words: Sequence[str], picture: Sequence[str], column: int) -> None:
    for line, row in zip_longest(words, picture, fillvalue=""):
        # Our own signs, not the server's: dark on light whatever the terminal's colours, or cameras do not see it.
        drawn = click.style(row, fg="black", bg="bright_white") if row else ""
        click.echo(clean(line).ljust(column if row else 0) + drawn)

"""All entries in a file, for a spreadsheet."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean, reveal
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.screens.assets.ask_path import AskPath
from javari_tui.screens.base import JavariScreen

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.screens.credits.outcome import Outcome
    from javari_tui.services.ledger.ledger import Ledger


async def export_entries(screen: JavariScreen[Outcome], ledger: Ledger) -> None:
    """Ask for a place until one takes it, or the user leaves; say how many entries are where."""
    name = f"javari-credits-{datetime.now().astimezone():%Y-%m-%d}.csv"
    written = name
    explanation = _("Every entry is written to this file, or into this folder. Nothing is written over.")
    while True:
        ask = AskPath(_("Write all entries to"), text=written, explanation=explanation)
        answer: str | None = await screen.app.push_screen_wait(ask)
        if not answer or not answer.strip():
            return
        written = answer.strip()
        file = await asyncio.to_thread(_file, written, name)
        try:
            count = await ledger.export_csv(file)
        except JavariError as error:
            explanation = clean(" ".join(part for part in (error.title, error.detail, error.cure) if part))
            continue
        break
    told = ngettext("{count} entry written to {file}.", "{count} entries written to {file}.", count)
    text = told.format(count=number_text(count), file=reveal(str(file)))
    screen.app.notify(text, timeout=6, markup=False)


def _file(written: str, name: str) -> Path:
    """The file that is meant; in a folder by its name."""
    path = Path(written)
    try:
        whole = path.expanduser()
        return whole / name if whole.is_dir() else whole
    except (OSError, RuntimeError):
        return path  # writing it says what is wrong

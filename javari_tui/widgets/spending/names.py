"""What kinds of entries, actions and grants are called, and their moments in a few letters."""

from __future__ import annotations

from datetime import date, datetime

from javari_tui.domain.credits import babel_locale
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.spending import EntryKind, GrantSource, LedgerEntry
from javari_tui.domain.turn_actions import Action
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.terminal.glyphs import glyph

LONGEST_SHOWN = 300
"""Characters of a stranger's words that are ever laid out on one row."""

_ACTIONS = {
    Action.CHAT: N_("Chat"),
    Action.CODE_GENERATION: N_("Writing code"),
    Action.FILE_ANALYSIS: N_("Reading files"),
}
_SOURCES = {
    "plan": N_("Plan"),
    "top_up": N_("Top-up"),
    "gift": N_("Gift"),
    "refund": N_("Refund"),
    "account": N_("Account"),
}
_KINDS = {
    "usage": N_("Used"),
    "grant": N_("Added"),
    "expiry": N_("Expired"),
    "sync": N_("Told by the server"),
}


def one_row(text: str) -> str:
    """A stranger's words without what a terminal obeys, in one row."""
    return " ".join(clean(text[: 4 * LONGEST_SHOWN]).split())[:LONGEST_SHOWN]


def action_name(action: Action) -> str:
    """What was done, in the language in force."""
    return _(_ACTIONS[action])


def source_name(source: GrantSource | None, note: str = "") -> str:
    """Where credits came from, in the language in force; a plan by its own name, which `note` has."""
    if source is GrantSource.PLAN and note:
        return one_row(note)
    return "" if source is None else _(_SOURCES.get(source.value, ""))


def kind_name(kind: EntryKind | None) -> str:
    """Why the balance changed, in the language in force; none stands for all."""
    return _("Everything") if kind is None else _(_KINDS.get(kind.value, ""))


def model_name(model: ModelRef) -> str:
    """The model without its server: what people know it by."""
    return one_row(model.shown_name)


def chat_name(title: str, number: int | str) -> str:
    """A chat's title; where there is none any more, its number first, as the rest may be cut."""
    return one_row(title) or f"#{number} " + _("(deleted or without a title)")


def entry_name(entry: LedgerEntry) -> str:
    """What a line of the ledger is about."""
    dot = f" {glyph('middot')} "
    receipt = entry.receipt
    if receipt is None:
        return dot.join(part for part in (kind_name(entry.kind), source_name(entry.source, entry.note)) if part)
    return dot.join(
        (action_name(receipt.action), model_name(receipt.model), chat_name(entry.chat_title, receipt.chat_id))
    )


def day_name(day: date) -> str:
    """A day in a few letters, with its weekday: `Mon, Nov 23`; with the year where it is another one."""
    return _by_skeleton("MMMEd" if day.year == datetime.now().astimezone().year else "yMMMEd", day)


def short_day(day: date) -> str:
    """A day without its weekday; with the year where it is another one."""
    return _by_skeleton("MMMd" if day.year == datetime.now().astimezone().year else "yMMMd", day)


def year_day(day: date) -> str:
    """A day in a few letters, with its year: `Nov 23, 2026`."""
    return _by_skeleton("yMMMd", day)


def long_day(day: date) -> str:
    """A day with all of it, as `November 23, 2026`."""
    return _by_skeleton("yMMMMd", day)


def time_name(moment: datetime) -> str:
    """The time of day, here."""
    from babel.dates import format_time  # noqa: PLC0415 - heavy

    return _plain(format_time(moment.astimezone(), "short", locale=babel_locale()))


def _by_skeleton(skeleton: str, day: date) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - heavy

    # A moment at midnight, as Babel takes days for moments in UTC and may show another one.
    moment = datetime(day.year, day.month, day.day)
    return _plain(format_skeleton(skeleton, moment, locale=babel_locale()))


def _plain(text: str) -> str:
    """With usual spaces: Babel's narrow one is not there in every terminal."""
    return text.replace("\u202f", " ")

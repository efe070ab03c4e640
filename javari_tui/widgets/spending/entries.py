"""One line of the ledger, and the receipt of a use."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.domain.spending import EntryKind, LedgerEntry, Receipt
from javari_tui.i18n import _, number_text
from javari_tui.widgets.credits.saying import cut
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.spending.names import (
    action_name,
    chat_name,
    entry_name,
    long_day,
    one_row,
    source_name,
    time_name,
)

_AMOUNT, _SHORT_AMOUNT = 12, 9
_MOMENT, _SHORT_MOMENT = 20, 10
_WHOLE_FROM = 76
"""Cells from which on there is room for the time too."""

Row = tuple[str, str]
"""What it is, and its value; without the first a sentence."""


def entry_row(entry: LedgerEntry, width: int) -> Content:
    """When, what, how much."""
    room, moment = _moment(entry, width)
    amount = signed(entry.amount)
    amounts = _AMOUNT if width >= _WHOLE_FROM else _SHORT_AMOUNT
    left = Content.assemble((f"{moment}{' ' * max(room - cell_len(moment), 1)}", "$text-muted"))
    right = " " * max(amounts - cell_len(amount), 1) + amount
    name = cut(entry_name(entry), max(width - left.cell_length - cell_len(right), 4))
    gap = max(width - left.cell_length - cell_len(name) - cell_len(right), 0)
    style = "$text-success" if entry.amount.micro > 0 else "$text-warning" if entry.kind is EntryKind.EXPIRY else ""
    return Content.assemble(left, name, " " * gap, (right, style))


def signed(amount: Credits) -> str:
    """An amount with its sign."""
    return f"+{shown_cost(amount)}" if amount.micro > 0 else shown_cost(amount)


def _moment(entry: LedgerEntry, width: int) -> tuple[int, str]:
    day = short_moment(entry.created_at).replace("\u202f", " ")
    if width < _WHOLE_FROM:
        return _SHORT_MOMENT, day
    time = time_name(entry.created_at)
    return _MOMENT, day if day == time else f"{day} {time}"


def receipt_rows(receipt: Receipt, chat_title: str) -> list[Row]:
    """All that is known of a use, in the order it is told."""
    usage = receipt.usage
    here = receipt.created_at.astimezone()
    rows = [
        (_("When"), f"{long_day(here.date())}, {time_name(here)}"),
        (_("Taken"), _("{amount} credits").format(amount=shown_cost(receipt.charged))),
        (_("Model"), one_row(str(receipt.model))),
        (_("Kind of work"), action_name(receipt.action)),
        (_("Chat"), chat_name(chat_title, receipt.chat_id)),
        (_("Tokens sent"), number_text(usage.input)),
        (_("Tokens answered"), number_text(usage.output)),
        (_("Read from the cache"), number_text(usage.cache_read) if usage.cache_read else ""),
        (_("Written to the cache"), number_text(usage.cache_write) if usage.cache_write else ""),
        (_("Price list"), one_row(receipt.price_version)),
        (_("Number"), one_row(receipt.event)),
    ]
    notes = []
    if receipt.is_estimated:
        notes.append(_("Estimated: the provider did not tell how many tokens it counted."))
    if not receipt.is_priced:
        notes.append(_("The price list does not have this model: it was written down at 0."))
    if receipt.uncovered:
        told = _("It cost {cost}, but no more credits were there: nobody pays the {uncovered} that are missing.")
        notes.append(told.format(cost=shown_cost(receipt.cost), uncovered=shown_cost(receipt.uncovered)))
    return [row for row in rows if row[1]] + [("", note) for note in notes]


def entry_rows(entry: LedgerEntry) -> list[Row]:
    """All that is known of a line of the ledger."""
    if entry.receipt is not None:
        rows = receipt_rows(entry.receipt, entry.chat_title)
        if entry.source is not None:
            from_grant = _("{amount} credits").format(amount=shown_cost(-entry.amount))
            rows.insert(2, (_("Of these from: {source}").format(source=source_name(entry.source)), from_grant))
        return rows
    here = entry.created_at.astimezone()
    told = {
        EntryKind.GRANT: _("These credits were added."),
        EntryKind.EXPIRY: _("These credits were not used before they expired."),
    }
    rows = [
        (_("When"), f"{long_day(here.date())}, {time_name(here)}"),
        (_("Amount"), _("{amount} credits").format(amount=signed(entry.amount))),
        (_("Where from"), source_name(entry.source, entry.note)),
        (_("Number"), one_row(entry.event)),
        ("", told.get(entry.kind, "")),
    ]
    return [row for row in rows if row[1]]


def rows_content(rows: list[Row], width: int) -> Content:
    """Names in one column and values in another; below each other where that is too narrow."""
    names = max((cell_len(name) for name, _value in rows), default=0) + 2
    lines: list[Content] = []
    for name, value in rows:
        if not name:
            lines += [Content(""), *Content(value).wrap(width)]
        elif names > width // 2:
            lines += [Content.styled(name, "$text-muted"), *(_indented(Content(value), 2, width))]
        else:
            first, *rest = Content(value).wrap(max(width - names, 8))
            padded = name + " " * (names - cell_len(name))
            lines.append(Content.assemble((padded, "$text-muted"), first))
            lines += [Content.assemble(" " * names, line) for line in rest]
    return Content("\n").join(lines)


def _indented(text: Content, by: int, width: int) -> list[Content]:
    return [Content.assemble(" " * by, line) for line in text.wrap(max(width - by, 8))]

"""What the billing server says of this machine, in words."""

from __future__ import annotations

from javari_tui.domain.billing import ReconcileReport, SyncReport
from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.widgets.spending.names import one_row


def sync_words(report: SyncReport) -> str:
    """What one round came to."""
    if not report.sent:
        return _("There was nothing to send; the balance was asked for.")
    parts = [ngettext("{count} use was sent.", "{count} uses were sent.", report.sent)]
    counts = [report.sent]
    if report.quarantined:
        counts.append(report.quarantined)
        parts.append(ngettext("{count} was refused: page 4.", "{count} were refused: page 4.", report.quarantined))
    if report.kept:
        counts.append(report.kept)
        parts.append(ngettext("{count} is sent again later.", "{count} are sent again later.", report.kept))
    told = (part.format(count=number_text(count)) for part, count in zip(parts, counts, strict=True))
    return " ".join(told)


def reconcile_words(report: ReconcileReport) -> list[str]:
    """What comparing came to, a sentence each."""
    days = ngettext("{count} day was compared.", "{count} days were compared.", report.days)
    told = [days.format(count=number_text(report.days))]
    if not (report.differing or report.resent or report.unknown_here or report.difference):
        return [*told, _("Both sides know the same.")]
    if report.differing:
        differ = _("They differ on: {days}.").format(days=", ".join(one_row(day) for day in report.differing[:10]))
        told.append(differ)
    if report.resent:
        sent = ngettext(
            "{count} use was missing on the server and is sent again.",
            "{count} uses were missing on the server and are sent again.",
            report.resent,
        )
        told.append(sent.format(count=number_text(report.resent)))
    if report.unknown_here:
        count = len(report.unknown_here)
        unknown = ngettext(
            "The server has {count} use of this machine that is not known here.",
            "The server has {count} uses of this machine that are not known here.",
            count,
        )
        told.append(unknown.format(count=number_text(count)))
    if report.difference:
        amount = shown_cost(Credits(abs(report.difference.micro)))
        more = _("The server counts {amount} credits more.")
        less = _("The server counts {amount} credits less.")
        told.append((more if report.difference.micro > 0 else less).format(amount=amount))
    return told

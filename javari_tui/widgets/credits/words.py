"""An amount with its unit, as it stands in a sentence."""

from __future__ import annotations

from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.i18n import ngettext


def credits_text(amount: Credits) -> str:
    """“1 credit”, “1.24 credits”."""
    text = ngettext("{amount} credit", "{amount} credits", 1 if amount == Credits.of(1) else 2)
    return text.format(amount=shown_cost(amount))

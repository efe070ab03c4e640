"""Putting together what conversations need of the ledger."""

from __future__ import annotations

from javari_tui.domain.credits import Credits
from javari_tui.domain.models import ModelRef
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.ledger.figures import Figures
from javari_tui.services.ledger.spending import Spending
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore


def make_spending(stored: Stored, settings: SettingsStore, registry: ProviderRegistry) -> Spending:
    """What answers may cost; the settings are looked at each time."""

    def is_local(model: ModelRef) -> bool:
        return any(info.name == model.provider and info.is_local for info in registry.infos())

    def allowance() -> Credits:
        return Credits.of(max(0, settings.credits_in_force().offline_allowance))

    figures = Figures(stored, offline_allowance=allowance)
    return Spending(stored, figures, limits=settings.credits_in_force, is_local=is_local)

"""Putting together what conversations need of the ledger."""

from __future__ import annotations

from javari_tui.domain.models import ModelRef
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.ledger.figures import Figures
from javari_tui.services.ledger.price_list import shipped_prices
from javari_tui.services.ledger.spending import Spending
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore


def make_spending(stored: Stored, settings: SettingsStore, registry: ProviderRegistry) -> Spending:
    """What answers may cost; the settings are looked at each time."""

    def is_local(model: ModelRef) -> bool:
        return any(info.name == model.provider and info.is_local for info in registry.infos())

    return Spending(
        stored, Figures(stored), limits=lambda: settings.settings.credits, prices=shipped_prices, is_local=is_local
    )

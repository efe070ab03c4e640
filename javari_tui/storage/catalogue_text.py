"""A catalogue of plans and prices as it stands in its column, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from javari_tui.domain.billing import Catalogue, OfferedPlan, OfferedPrice
from javari_tui.domain.credits import Credits
from javari_tui.storage.stored_values import storable


def catalogue_to_text(catalogue: Catalogue) -> str:
    """For a JSON column; when it was learned stands beside it."""
    content = {
        "version": catalogue.version,
        "plans": [{**asdict(plan), "credits_per_month": plan.credits_per_month.micro} for plan in catalogue.plans],
        "price_version": catalogue.price_version,
        "prices": [asdict(price) for price in catalogue.prices],
    }
    return storable(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def catalogue_from_text(text: str, learned_at: datetime) -> Catalogue:
    """Out of its column."""
    content = json.loads(text)
    return Catalogue(
        version=content["version"],
        plans=tuple(_plan(item) for item in content["plans"]),
        price_version=content["price_version"],
        prices=tuple(OfferedPrice(**item) for item in content["prices"]),
        learned_at=learned_at,
    )


def _plan(item: dict[str, Any]) -> OfferedPlan:
    micro, features = item["credits_per_month"], item["features"]
    return OfferedPlan(**{**item, "credits_per_month": Credits(micro), "features": tuple(features)})

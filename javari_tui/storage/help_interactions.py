"""What someone did in the help."""

from __future__ import annotations

from javari_tui.storage.database import Database
from javari_tui.storage.stored_values import now
from javari_tui.storage.tables import HelpInteractionRow


def record_interaction(database: Database, *, page_slug: str, kind: str, query: str = "", feedback: str = "") -> None:
    """Note that a page was seen, searched for, or found helpful or not; nothing leaves this machine."""
    row = HelpInteractionRow(
        page_slug=page_slug, interaction_type=kind, search_query=query, feedback=feedback, created_at=now()
    )
    with database.writing() as session:
        session.add(row)

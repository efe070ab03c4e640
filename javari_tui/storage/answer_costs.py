"""What the answers of a chat cost, all at once: one query for as many messages as there are."""

from __future__ import annotations

from javari_tui.domain.answer_cost import AnswerCost
from javari_tui.domain.credits import Credits
from javari_tui.storage.database import Database
from javari_tui.storage.rows import rows

_SQL = """
    SELECT message_id, sum(credits_used) AS amount, max(is_estimated) AS is_estimated
    FROM credits_usage WHERE session_id = ? AND credits_used > 0 GROUP BY message_id
"""


def read_answer_costs(database: Database, chat_id: int) -> dict[int, AnswerCost]:
    """By message, those that cost something; whoever is signed in, a message's price stays with it."""
    with database.reading() as session:
        found = rows(database.plain(session), _SQL, (chat_id,))
    return {row["message_id"]: AnswerCost(Credits(row["amount"]), bool(row["is_estimated"])) for row in found}

from __future__ import annotations

from datetime import UTC, datetime

from javari_tui.domain.approvals import ApprovalRule
from javari_tui.widgets.settings.permission import RuleRow


def test_an_answer_for_one_chat_does_not_pose_as_one_for_ever() -> None:
    rule = ApprovalRule(
        id=-1, tool="write_file", folder="/srv", subject="", allows=True, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    row = RuleRow(rule)
    assert row.said() == "Allow “write_file”"
    assert row.facts() == ("in /srv", "in one chat, until Javari ends")

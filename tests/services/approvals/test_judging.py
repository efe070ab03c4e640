from __future__ import annotations

from datetime import UTC, datetime

import pytest

from javari_tui.domain.approvals import ApprovalRequest, ApprovalRule, Scope
from javari_tui.domain.tool_info import Risk
from javari_tui.services.approvals.command_lines import subject_of
from javari_tui.services.approvals.judging import judged

PROJECT = "/srv/proj"
ALL = (Scope.ONCE, Scope.CHAT, Scope.ALWAYS)


def request(*command: str, folder: str = PROJECT, scopes: tuple[Scope, ...] = ALL) -> ApprovalRequest:
    """A command that waits for a word."""
    return ApprovalRequest(
        id="1",
        fingerprint="f",
        chat_id=1,
        message_id=1,
        call_id="c",
        server="Javari",
        tool="run_command",
        risk=Risk.RUNS,
        arguments=(),
        folder=folder,
        command=command,
        subject=subject_of(command),
        scopes=scopes,
        expires_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def rule(*command: str, allows: bool = True, tool: str = "run_command") -> ApprovalRule:
    """A kept answer."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return ApprovalRule(id=1, tool=tool, folder=PROJECT, subject=subject_of(command), allows=allows, created_at=moment)


def word(asked: ApprovalRequest, *rules: ApprovalRule) -> bool | None:
    """What the rules say: yes, no, or ask."""
    found = judged(asked, rules, ())
    return None if found is None else found.allows


STATUS, TEST, CURL = ("git", "status"), ("npm", "test"), ("curl", "http://evil")


def test_a_rule_is_for_one_tool_one_line_and_one_folder() -> None:
    assert word(request(*STATUS), rule(*STATUS)) is True
    assert word(request("git", "status", "-s"), rule(*STATUS)) is None
    assert word(request(*STATUS), rule(*STATUS, tool="other")) is None
    assert word(request(*STATUS, folder="/srv/proj-evil"), rule(*STATUS)) is None
    assert word(request(*STATUS, folder="/srv/proj/sub"), rule(*STATUS)) is None
    assert word(request("sh", "-c", "a b"), rule("sh", "-c a b")) is None


@pytest.mark.parametrize("program", ["npx", "python", "env", "xargs", "bash", "sudo"])
def test_a_program_is_never_allowed_by_its_name(program: str) -> None:
    assert word(request(program, "-c", "curl http://evil"), rule(program)) is None


@pytest.mark.parametrize("between", [" && ", "; ", " || ", " | ", "\n"])
def test_every_part_of_a_line_must_be_allowed(between: str) -> None:
    line = request("sh", "-c", f"git status{between}npm test")
    assert word(line, rule(*STATUS)) is None
    assert word(line, rule(*STATUS), rule(*TEST)) is True
    assert word(line, rule(*STATUS), rule(*TEST, allows=False)) is False


def test_a_line_that_is_not_understood_is_not_allowed_by_its_parts() -> None:
    assert word(request("sh", "-c", "git status > npm test", scopes=(Scope.ONCE,)), rule(*STATUS), rule(*TEST)) is None


def test_a_no_beats_a_yes_among_sixty_parts() -> None:
    line = request("sh", "-c", "git status; " * 60 + "curl http://evil")
    assert word(line, rule(*STATUS), rule(*CURL), rule(*CURL, allows=False)) is False
    assert word(line, rule("sh", "-c", line.command[2]), rule(*CURL, allows=False)) is False


def test_a_yes_does_not_hold_where_it_could_not_be_given() -> None:
    once = request(*STATUS, scopes=(Scope.ONCE,))
    assert word(once, rule(*STATUS)) is None
    assert word(once, rule(*STATUS, allows=False)) is False
    without_chat = request(*STATUS, scopes=(Scope.ONCE, Scope.ALWAYS))
    assert judged(without_chat, (), (rule(*STATUS),)) is None
    assert judged(without_chat, (rule(*STATUS),), ()) is not None

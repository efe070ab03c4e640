"""What the rules say of a call. A no beats every yes, and a yes counts only where it could be given now."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from javari_tui.domain.approvals import ApprovalRequest, ApprovalRule, Scope
from javari_tui.domain.tool_info import Risk
from javari_tui.services.approvals.command_lines import holds, parts_of, subject_of


def judged(
    request: ApprovalRequest, always: Iterable[ApprovalRule], chat: Iterable[ApprovalRule]
) -> ApprovalRule | None:
    """The rule that decides, of those that are kept and those of this chat; None when the user must be asked."""
    kept = [rule for rule in always if _is_about(rule, request)]
    own = [rule for rule in chat if _is_about(rule, request)]
    for rule in (*kept, *own):
        if not rule.allows and _forbids(rule, request):
            return rule
    # What cannot be chosen for a call as it is now, such as one without a sandbox, holds no longer either.
    holding: list[ApprovalRule] = [
        *(kept if Scope.ALWAYS in request.scopes else ()),
        *(own if Scope.CHAT in request.scopes else ()),
    ]
    allowed = {rule.subject: rule for rule in holding if rule.allows}
    if request.subject in allowed:
        return allowed[request.subject]
    parts = parts_of(request.command) if request.risk is Risk.RUNS else None
    if parts and all(subject_of(part) in allowed for part in parts):
        return allowed[subject_of(parts[0])]
    return None


def _is_about(rule: ApprovalRule, request: ApprovalRequest) -> bool:
    """Whether it is for this very tool in this very folder."""
    return (rule.tool, rule.folder) == (request.tool, request.folder)


def _forbids(rule: ApprovalRule, request: ApprovalRequest) -> bool:
    """Whether a no is for this call, or for any part of its command line."""
    if rule.subject == request.subject:
        return True
    if request.risk is Risk.NETWORK:
        return rule.subject.removeprefix("http://") == request.subject.removeprefix("http://")
    return request.risk is Risk.RUNS and holds(request.command, shlex.split(rule.subject))

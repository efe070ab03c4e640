"""What was said or read in a chat: it holds as long as it is told to hold, also over a restart."""

from __future__ import annotations

import pytest

from javari_tui.domain.approvals import Decision, Scope
from javari_tui.domain.chat import Attachment, AttachmentKind, Role, ToolCall, ToolState
from tests.services.toolbox.bench import NO, Bench, always


async def test_an_answer_for_a_chat_is_listed_and_can_be_taken_back(bench: Bench) -> None:
    bench.say = always(Decision(True, Scope.CHAT))
    for name in ("a.txt", "b.txt"):
        await bench.call("write_file", path=name, content="text\n")
    assert len(bench.asked()) == 1
    (answer,) = bench.approvals.chat_answers()
    assert (answer.tool, answer.allows) == ("write_file", True)
    await bench.approvals.revoke(answer.id)
    assert bench.approvals.chat_answers() == ()
    await bench.call("write_file", path="c.txt", content="text\n")
    assert len(bench.asked()) == 2


READ = ToolCall(id="a", name="read_file", arguments="{}", state=ToolState.DONE)


@pytest.mark.parametrize(
    ("calls", "attachments", "expected"),
    [
        ((READ,), (), True),
        ((), (Attachment(kind=AttachmentKind.FILE, name="a", text="b", tokens=1),), True),
        ((ToolCall(id="a", name="read_file", arguments="{}", state=ToolState.DENIED),), (), False),
        ((ToolCall(id="a", name="get_time", arguments="{}", state=ToolState.DONE),), (), False),
    ],
)
async def test_what_a_chat_has_read_is_known_after_a_restart(
    bench: Bench, calls: tuple[ToolCall, ...], attachments: tuple[Attachment, ...], expected: bool
) -> None:
    stored = bench.stored
    chat = await stored.disk.run(stored.chats.create)
    await stored.disk.run(
        lambda: stored.messages.add(
            chat_id=chat.id, parent_id=None, role=Role.USER, text="", tool_calls=calls, attachments=attachments
        )
    )
    bench.say = always(NO)
    await bench.call("fetch_url", url="https://docs.example/a?page=2", chat_id=chat.id)
    assert (Scope.CHAT not in bench.asked()[0].scopes) is expected

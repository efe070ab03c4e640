from __future__ import annotations

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, ToolCall, ToolState
from javari_tui.domain.tool_info import Risk
from javari_tui.domain.turn_actions import Action, action_of

CODE = "Here:\n```python\na = 1\nb = 2\nprint(a + b)\n```\n"


def _call(state: ToolState = ToolState.DONE) -> ToolCall:
    return ToolCall(id="1", name="tool", arguments="{}", state=state)


def _attached(kind: AttachmentKind) -> Attachment:
    return Attachment(kind=kind, name="a.py", text="x", tokens=1)


@pytest.mark.parametrize(
    "answer",
    [
        CODE,
        "~~~\none\ntwo\nthree\n~~~",
        "````\n```\none\ntwo\nthree\n````",
        "```rust\nfn main() {\n    let a = 1;\n    let b",
    ],
)
def test_a_turn_that_wrote_code_is_code(answer: str) -> None:
    assert action_of(answer) is Action.CODE_GENERATION


@pytest.mark.parametrize(
    "answer",
    [
        "Use `pip`.",
        "```sh\npip install javari\n```",
        "```text\none\ntwo\nthree\n```",
        "``` no fence ``` at all\none\ntwo\nthree",
        "```sh\nls\n```\n```sh\ncd\n```\n```sh\npwd\n```",
        "",
    ],
)
def test_a_command_to_type_or_a_quotation_is_chat(answer: str) -> None:
    assert action_of(answer) is Action.CHAT


def test_what_tools_did_decides_and_not_what_they_were_asked() -> None:
    assert action_of("Done.", [(_call(), Risk.WRITES)]) is Action.CODE_GENERATION
    assert action_of("No.", [(_call(ToolState.DENIED), Risk.WRITES)]) is Action.CHAT
    assert action_of("It says…", [(_call(), Risk.READS)]) is Action.FILE_ANALYSIS
    assert action_of("Failed.", [(_call(ToolState.FAILED), Risk.READS)]) is Action.CHAT
    assert action_of("Both.", [(_call(), Risk.READS), (_call(), Risk.WRITES)]) is Action.CODE_GENERATION


def test_a_file_in_the_question_is_an_analysis_unless_code_came_of_it() -> None:
    assert action_of("It is fine.", attachments=[_attached(AttachmentKind.FILE)]) is Action.FILE_ANALYSIS
    assert action_of("It is fine.", attachments=[_attached(AttachmentKind.PASTE)]) is Action.CHAT
    assert action_of(CODE, attachments=[_attached(AttachmentKind.FILE)]) is Action.CODE_GENERATION

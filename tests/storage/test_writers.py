from __future__ import annotations

from pathlib import Path

from javari_tui.domain.chat import MessageState, Role
from javari_tui.storage.writers import Writers
from tests.storage.conftest import Kept
from tests.storage.processes import finish, kill, line_from, start

_ANSWER = """
database = Database.open(file, backups=backups)
messages = MessageStore(database)
answer = messages.add(
    chat_id=int(sys.argv[3]), parent_id=None, role=Role.ASSISTANT, text="half", state=MessageState.STREAMING
)
print(answer.id, flush=True)
sys.stdin.readline()
messages.change(answer.id, text="whole", state=MessageState.COMPLETE)
database.close()
"""


def test_an_answer_that_another_javari_is_writing_is_left_alone(kept: Kept, file: Path, backups: Path) -> None:
    chat = kept.chats.create()
    other = start(_ANSWER, file, backups, chat.id)
    answer_id = int(line_from(other))

    assert kept.messages.close_interrupted() == 0
    assert kept.messages.get(answer_id).state is MessageState.STREAMING

    other.stdin.write("\n")
    finish(other)
    assert kept.messages.get(answer_id).text == "whole"
    assert kept.messages.close_interrupted() == 0


def test_an_answer_whose_writer_was_killed_is_cut_and_keeps_what_came(kept: Kept, file: Path, backups: Path) -> None:
    chat = kept.chats.create()
    own = kept.messages.add(chat_id=chat.id, parent_id=None, role=Role.ASSISTANT, text="", state=MessageState.STREAMING)
    other = start(_ANSWER, file, backups, chat.id)
    answer_id = int(line_from(other))
    kill(other)

    assert kept.messages.close_interrupted() == 1

    answer = kept.messages.get(answer_id)
    assert (answer.state, answer.text, answer.can_continue) == (MessageState.CUT, "half", True)
    assert kept.messages.get(own.id).is_running
    assert [mark.name for mark in (file.parent / "writers").iterdir()] == [kept.database.writers.token()]


def test_a_mark_goes_when_its_process_closes(tmp_path: Path) -> None:
    mine, other = Writers(tmp_path / "writers"), Writers(tmp_path / "writers")
    assert other.living() == frozenset()

    token = mine.token()

    assert mine.token() == token
    assert mine.living() == other.living() == {token}
    mine.close()
    assert other.living() == frozenset()

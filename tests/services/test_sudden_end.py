from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from javari_tui.domain.chat import MessageState
from javari_tui.providers.scripted import saying
from tests.services.javari import Opener

ROOT = Path(__file__).parents[2]


async def test_process_killed_in_mid_answer_loses_half_a_second_at_most(opener: Opener) -> None:
    command = [sys.executable, "-m", "tests.services.streaming_process"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        shown: list[tuple[float, int]] = []
        while not shown or shown[-1][0] - shown[0][0] < 1.2:
            when, length = process.stdout.readline().split()
            shown.append((float(when), int(length)))
        process.send_signal(signal.SIGKILL)
        killed = time.monotonic()
    javari = await opener([saying(" and on.")])
    opening = await javari.services.chats.open_last()
    assert opening is not None
    question, answer = opening.messages
    assert (question.text, answer.state) == ("Talk for ever", MessageState.CUT)
    seen_long_enough = max(length for when, length in shown if when < killed - 0.5)
    assert len(answer.text) >= seen_long_enough
    assert answer.text.startswith("word0 word1 ")
    assert [item.text for item in opening.queue] == ["This waits"]
    assert opening.draft.text == "half a thou"
    await javari.services.conversation.continue_answer(answer.id)
    await javari.idle(opening.chat.id)
    assert (await javari.path(opening.chat.id))[1].text.endswith("and on.")


async def test_answer_that_another_living_javari_writes_is_left_alone(opener: Opener) -> None:
    command = [sys.executable, "-m", "tests.services.streaming_process"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        javari = await opener([saying("x")])
        opening = await javari.services.chats.open(1)
        assert opening.messages[1].state is MessageState.STREAMING
        process.kill()

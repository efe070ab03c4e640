"""`javari ask`: what is sent, what is printed, how it ends, with the Guide and with a model server over TCP."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from javari_tui.cli.exit_codes import ExitCode
from javari_tui.cli.opened import javari as opened
from javari_tui.domain.chat import Draft, Message
from javari_tui.domain.errors import DiskFull
from javari_tui.services.conversation.chat_work import ChatWork
from javari_tui.services.ledger.price_list import shipped_prices
from tests.cli.conftest import Javari, process
from tests.model_server import ModelServer


@pytest.fixture
def claude(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """Claude, as the test server plays it."""
    model_server.reset()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "test-key-not-real")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", model_server.base_url)
    return model_server


def test_without_key_and_server_the_guide_answers(javari: Javari) -> None:
    outcome = javari("ask", "what can you do")
    assert outcome.code == ExitCode.OK
    assert "I am the Guide" in outcome.out
    assert outcome.out.endswith("\n")
    assert outcome.err == ""


def test_the_guide_knows_the_keys_as_the_settings_have_them(javari: Javari) -> None:
    assert "Ctrl+P" in javari("ask", "which key opens the command palette?").out
    javari("config", "set", "keymap.palette.open", "f12")
    told = javari("ask", "which key opens the command palette?").out
    assert "F12" in told
    assert "Ctrl+P" not in told
    assert "palette.open" not in told


def test_a_question_may_be_piped_in(javari: Javari) -> None:
    outcome = javari("ask", "--json", piped="what can you do\n")
    assert outcome.code == ExitCode.OK
    answer = json.loads(outcome.out)
    assert answer["model"].startswith("guide/")
    assert answer["state"] == "complete"
    shown = javari("chats", "show", str(answer["chat"])).out
    assert "what can you do" in shown


def test_the_model_gets_the_question_with_what_is_piped_in_and_the_files(
    javari: Javari, claude: ModelServer, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.txt"
    one.write_text("print('from the first file')\n")
    two.write_text("from the second file\n")
    outcome = javari("ask", "say", "hello", "-f", str(one), "-f", str(two), piped="from the pipe\n")
    assert outcome.code == ExitCode.OK, outcome.err
    assert outcome.out == "Hello! How can I help you today?\n"
    (received,) = claude.journal()
    text = received.turns[-1][1]
    for part in ("say hello", "from the first file", "from the second file", "from the pipe", "one.py", "two.txt"):
        assert part in text


def test_json_tells_everything_a_script_needs(javari: Javari, claude: ModelServer) -> None:
    outcome = javari("ask", "--model", "anthropic/claude-haiku-5-5", "--json", "say hello")
    answer = json.loads(outcome.out)
    assert answer["text"] == "Hello! How can I help you today?"
    assert answer["model"] == "anthropic/claude-haiku-5-5"
    assert answer["usage"]["input"] == 12
    assert answer["usage"]["output"] == 9
    assert answer["error"] is None
    # 12 tokens sent and 9 of answer, at 0.10 and 0.50 dollars for a million.
    assert answer["cost"] == {
        "credits": "0.00057",
        "estimated": False,
        "priced": True,
        "price_version": shipped_prices().version,
    }
    assert claude.journal()[0].model == "claude-haiku-5-5"


def test_what_is_above_a_limit_is_not_asked_and_has_its_own_exit_code(javari: Javari, claude: ModelServer) -> None:
    javari("config", "set", "credits.most_message", "1")
    outcome = javari("ask", "--model", "anthropic/claude-opus-5-5", "summarise", piped="word " * 10_000)
    assert (outcome.code, outcome.out) == (ExitCode.NO_CREDITS, "")
    assert "your limit for one message leaves 1" in outcome.err
    assert claude.journal() == []
    assert json.loads(javari("chats", "list", "--json").out) == []


def test_continue_goes_on_in_the_last_chat(javari: Javari, claude: ModelServer) -> None:
    first = json.loads(javari("ask", "--json", "say hello").out)
    outcome = javari("ask", "--json", "--continue", "and again, say hello")
    assert json.loads(outcome.out)["chat"] == first["chat"]
    texts = [text for role, text in claude.journal()[-1].turns if role != "system"]
    assert texts == ["say hello", "Hello! How can I help you today?", "and again, say hello"]


def test_continue_without_a_chat_says_so(javari: Javari) -> None:
    outcome = javari("ask", "--continue", "hello")
    assert outcome.code == ExitCode.FAILED
    assert "no chat yet" in outcome.err


def test_what_attacks_the_terminal_comes_out_harmless(javari: Javari, claude: ModelServer) -> None:
    outcome = javari("ask", "attack the terminal")
    assert outcome.code == ExitCode.OK
    assert "Safe" in outcome.out
    assert "[bold]not markup[/bold]" in outcome.out
    assert not set(outcome.out) & set("\x1b\x07\x00\u202e")


@pytest.mark.parametrize(
    ("question", "code", "printed", "told"),
    [
        ("fail 401", ExitCode.NO_MODEL, "", "The key was refused."),
        ("fail 404", ExitCode.NO_MODEL, "", "does not know this model"),
        ("fail 400", ExitCode.MODEL_FAILED, "", "this is not right"),
        ("be cut off", ExitCode.MODEL_FAILED, "This answer begins", "--continue"),
        ("reach the limit", ExitCode.MODEL_FAILED, "This answer is longer than\n", "--continue"),
    ],
)
def test_a_failed_answer_prints_what_came_and_says_why(
    question: str, code: ExitCode, printed: str, told: str, javari: Javari, claude: ModelServer
) -> None:
    outcome = javari("ask", question)
    assert outcome.code == code
    assert outcome.out.startswith(printed)
    assert told in outcome.err


def test_a_failed_answer_in_json_holds_the_error(javari: Javari, claude: ModelServer) -> None:
    outcome = javari("ask", "--json", "fail 401")
    answer = json.loads(outcome.out)
    assert outcome.code == ExitCode.NO_MODEL
    assert answer["error"]["kind"] == "bad_key"
    assert answer["error"]["status"] == 401


def test_a_model_without_key_is_told_before_anything_is_sent(javari: Javari) -> None:
    outcome = javari("ask", "-m", "anthropic/claude-opus-5-5", "hello")
    assert outcome.code == ExitCode.NO_MODEL
    assert "no key" in outcome.err


def test_an_unknown_provider_never_falls_back_to_another(javari: Javari, claude: ModelServer) -> None:
    outcome = javari("ask", "-m", "nobody/model", "say hello")
    assert outcome.code == ExitCode.NO_MODEL
    assert "nobody" in outcome.err
    assert claude.journal() == []


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 100, b"x" * (600 * 1024)], ids=["binary", "huge"])
def test_what_is_no_text_or_too_much_is_refused_with_the_reason(data: bytes, javari: Javari) -> None:
    outcome = javari("ask", "what is this", piped=data)
    assert outcome.code == ExitCode.FAILED
    assert "cannot be attached" in outcome.err


def test_a_file_that_is_not_there_is_named(javari: Javari) -> None:
    outcome = javari("ask", "what is this", "-f", "nowhere.txt")
    assert outcome.code == ExitCode.FAILED
    assert "nowhere.txt" in outcome.err


def test_a_real_process_writes_plain_text_and_nothing_else(claude: ModelServer) -> None:
    done = process("ask", "show markdown")
    out, err = done.communicate(timeout=60)
    assert done.returncode == ExitCode.OK
    assert b"# Reading a file" in out
    assert b"\x1b" not in out + err


def test_it_streams_and_ctrl_c_keeps_what_came(claude: ModelServer, javari: Javari) -> None:
    running = process("ask", "answer slowly")
    assert running.stdout is not None
    read = b""
    while b"word3" not in read:
        piece = os.read(running.stdout.fileno(), 4096)
        assert piece, running.communicate()
        read += piece
    assert running.poll() is None
    running.send_signal(signal.SIGINT)
    rest, err = running.communicate(timeout=30)
    assert running.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in err
    printed = (read + rest).decode()
    kept = javari("chats", "show", "1").out
    assert printed.split()[2] in kept
    (last,) = [chat for chat in json.loads(javari("chats", "list", "--json").out) if chat["id"] == 1]
    assert last["messages"] == 2


def test_a_reader_that_goes_away_is_no_error(claude: ModelServer) -> None:
    running = process("ask", "answer slowly")
    assert running.stdout is not None
    os.read(running.stdout.fileno(), 10)
    running.stdout.close()
    assert running.stderr is not None
    err = running.stderr.read()
    assert running.wait(timeout=30) == ExitCode.READER_GONE
    running.stderr.close()
    assert err == b""


def test_a_locale_that_cannot_write_every_letter_does_not_stop_it(claude: ModelServer) -> None:
    done = process("ask", "split emoji", PYTHONIOENCODING="ascii")
    out, err = done.communicate(timeout=60)
    assert done.returncode == ExitCode.OK, err
    assert out.startswith(b"Yes ?")


def test_the_model_for_this_time_leaves_the_chats_choice_alone(javari: Javari, claude: ModelServer) -> None:
    javari("ask", "say hello")
    outcome = javari("ask", "--continue", "--model", "anthropic/claude-haiku-5-5", "say hello")
    assert outcome.code == ExitCode.OK
    javari("ask", "--continue", "say hello")
    first, other, last = (received.model for received in claude.journal())
    assert (other, last) == ("claude-haiku-5-5", first)
    assert first != other


def test_continue_answers_this_question_and_leaves_what_waits_and_what_is_typed(
    javari: Javari, claude: ModelServer
) -> None:
    javari("ask", "say hello")

    async def leave_something_behind() -> None:
        async with opened() as services:
            stored = services.conversation._desk.stored
            await stored.disk.run(stored.prompts.enqueue, 1, "what waits in the app")
            await services.prompts.save_draft(1, Draft(text="half a thou"))

    async def left() -> tuple[list[str], str]:
        async with opened() as services:
            opening = await services.chats.open(1)
            return [item.text for item in opening.queue], opening.draft.text

    asyncio.run(leave_something_behind())
    outcome = javari("ask", "--continue", "show markdown")
    assert outcome.out.startswith("# Reading a file")
    assert [received.turns[-1][1] for received in claude.journal()] == ["say hello", "show markdown"]
    assert asyncio.run(left()) == (["what waits in the app"], "half a thou")


def test_work_that_dies_before_an_answer_ends_the_command_with_the_reason(
    javari: Javari, claude: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(self: ChatWork, message: Message) -> bool:
        raise DiskFull

    monkeypatch.setattr(ChatWork, "answer", dies)
    outcome = javari("ask", "say hello")
    assert outcome.code == ExitCode.FAILED
    assert "The disk is full" in outcome.err

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from javari_tui.domain.chat import Attachment, AttachmentKind, MessageState, Role, SearchHit
from javari_tui.domain.words import fold
from javari_tui.storage import excerpts
from javari_tui.storage.excerpts import Term, excerpt
from javari_tui.storage.search import search_messages
from tests.storage.conftest import Kept


def _marked(hit: SearchHit) -> list[str]:
    return [hit.excerpt[start:end] for start, end in hit.matches]


def test_a_hit_says_where_the_words_stand(kept: Kept) -> None:
    chat = kept.chats.create(title="Sea")
    _, answer = kept.say(chat.id, "hello", "The blue whale\nis a mammal.")

    (hit,) = search_messages(kept.database, "whale mamm")

    assert (hit.chat_id, hit.chat_title, hit.message_id, hit.role) == (chat.id, "Sea", answer.id, Role.ASSISTANT)
    assert hit.excerpt == "The blue whale is a mammal."
    assert _marked(hit) == ["whale", "mammal"]
    assert hit.created_at == answer.created_at


def test_only_the_last_word_may_be_begun_and_all_words_must_be_there(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "error handling in Python", "errors")

    assert len(search_messages(kept.database, "err")) == 2
    assert len(search_messages(kept.database, "error hand")) == 1
    assert search_messages(kept.database, "hand error") == ()
    assert search_messages(kept.database, "error whale") == ()


def test_case_and_accents_do_not_matter(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "La CANCIÓN más fácil")

    (hit,) = search_messages(kept.database, "cancion FACIL")

    assert _marked(hit) == ["CANCIÓN", "fácil"]


def test_quoted_words_stand_side_by_side(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "disk is full", "full is the disk")

    assert [hit.excerpt for hit in search_messages(kept.database, '"is full"')] == ["disk is full"]
    assert len(search_messages(kept.database, "is full")) == 2


def test_the_newest_comes_first_and_the_limit_holds(kept: Kept) -> None:
    chat = kept.chats.create()
    said = kept.say(chat.id, *["whale"] * 5)

    assert [hit.message_id for hit in search_messages(kept.database, "whale", limit=2)] == [said[4].id, said[3].id]
    assert search_messages(kept.database, "whale", limit=0) == ()


def test_one_chat_can_be_searched_alone(kept: Kept) -> None:
    chat, other = kept.chats.create(), kept.chats.create(title="whale")
    kept.say(chat.id, "whale")
    kept.say(other.id, "whale")

    assert [hit.chat_id for hit in search_messages(kept.database, "whale", chat_id=chat.id)] == [chat.id]


def test_titles_and_names_of_attachments_are_found_too(kept: Kept) -> None:
    chat = kept.chats.create(title="old title")
    attachment = Attachment(kind=AttachmentKind.FILE, name="src/walrus.py", text="import os", tokens=2)
    said = kept.messages.add(
        chat_id=chat.id, parent_id=None, role=Role.USER, text="look at this", attachments=[attachment]
    )
    kept.chats.change(chat.id, title="Narwhal facts")

    (by_title,) = search_messages(kept.database, "narw")
    (by_name,) = search_messages(kept.database, "walrus")

    assert (by_title.message_id, by_title.excerpt, _marked(by_title)) == (said.id, "Narwhal facts", ["Narwhal"])
    assert (by_name.message_id, _marked(by_name)) == (said.id, ["walrus"])
    assert search_messages(kept.database, "old") == ()


def test_an_answer_is_found_once_it_ended_and_as_it_is_now(kept: Kept) -> None:
    chat = kept.chats.create()
    answer = kept.messages.add(
        chat_id=chat.id, parent_id=None, role=Role.ASSISTANT, text="", state=MessageState.STREAMING
    )
    kept.messages.change(answer.id, text="half a whale")
    assert search_messages(kept.database, "whale") == ()
    kept.messages.change(answer.id, text="a whale", state=MessageState.CUT)
    assert len(search_messages(kept.database, "whale")) == 1

    kept.messages.change(answer.id, state=MessageState.STREAMING)
    assert search_messages(kept.database, "whale") == ()
    kept.messages.change(answer.id, text="a walrus", state=MessageState.COMPLETE)
    kept.messages.change(answer.id, text="a narwhal")

    assert search_messages(kept.database, "whale") == search_messages(kept.database, "walrus") == ()
    assert len(search_messages(kept.database, "narwhal")) == 1
    with kept.database.reading() as session:
        kept.database.plain(session).execute("INSERT INTO messages_index(messages_index) VALUES ('integrity-check')")


HOSTILE = (
    "",
    " ",
    '"',
    '""',
    '"""',
    'whale"',
    "AND",
    "OR NOT",
    "NEAR(a b)",
    "a AND (",
    "text:whale",
    "-whale",
    "wha*le*",
    "^whale",
    "whale'; DROP TABLE messages; --",
    "wh\x00ale",
    "\x00",
    "🐋🐋",
    "🐋 whale",
    "caf\udce9",
    "\ufdd0\ufdd1",
    "x" * 10_000,
    "x " * 10_000,
    '"' * 10_000,
    "{text} : whale",
)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_only_words(kept: Kept, words: str) -> None:
    chat = kept.chats.create(title="whale")
    kept.say(chat.id, "whale and 🐋 \ufdd0 mark \ufdd1\ufdd1", words)

    for hit in search_messages(kept.database, words):
        assert all(0 <= start < end <= len(hit.excerpt) for start, end in hit.matches)
    assert len(kept.messages.all_of(chat.id)) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40), said=st.text(max_size=400))
def test_no_text_and_no_query_breaks_the_search(kept: Kept, words: str, said: str) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, said)

    for query in (words, said):
        for hit in search_messages(kept.database, query):
            assert "\n" not in hit.excerpt
            assert all(0 <= start < end <= len(hit.excerpt) for start, end in hit.matches)


def test_an_excerpt_of_one_endless_word_stays_short(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, f"{'a' * 5000} whale {'b' * 5000}")

    (hit,) = search_messages(kept.database, "whale")

    assert len(hit.excerpt) <= 242
    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("…")
    assert _marked(hit) == ["whale"]


def test_a_word_said_a_hundred_thousand_times_holds_nobody_up(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "the quick brown " * 100_000)

    began = time.process_time()
    (hit,) = search_messages(kept.database, "the quick the brown the q")

    assert time.process_time() - began < 10, "it took minutes of work with SQLite's own functions for this"
    assert _marked(hit)[:3] == ["the", "quick", "brown"]


def test_a_long_text_is_taken_apart_only_around_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []

    def counted(word: str) -> str:
        folded.append(word)
        return fold(word)

    terms = (Term.of("the needle of", is_begun=False), Term.of("Needle", is_begun=True))
    monkeypatch.setattr(excerpts, "fold", counted)

    text, spans = excerpt(("lorem ipsum dolor " * 2000 + "a-Needle, found", ""), terms)

    assert [text[start:end] for start, end in spans] == ["Needle"]
    assert len(folded) < 40
    assert excerpt(("lorem " * 8000, "needles.txt"), terms)[1] == ((0, 7),)


@pytest.mark.parametrize("word", ["Straße", "ΣΊΣΥΦΟΣ", "Ångström", "İstanbul", "don't", "snake_case", "한국어", "ﬁne"])
def test_a_word_of_any_script_finds_itself(kept: Kept, word: str) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, f"before {word} after")

    (hit,) = search_messages(kept.database, word)

    assert hit.matches
    assert hit.excerpt == f"before {word} after"


def test_a_hundred_thousand_messages_are_searched_at_once(kept: Kept) -> None:
    chat = kept.chats.create()
    with kept.database.writing() as session:
        kept.database.plain(session).executemany(
            "INSERT INTO messages (chat_id, role, state, created_at, text, thinking, attachment_names, attachments,"
            " tool_calls, replay) VALUES (?, 'user', 'complete', '2026-01-01T00:00:00.000000Z', ?, '', '', '[]',"
            " '[]', '')",
            ((chat.id, f"the word {number} and needle{number % 1000}") for number in range(100_000)),
        )
        plain = kept.database.plain(session)
    steps: list[int] = []

    def step() -> int:
        steps[-1] += 1
        return 0

    plain.set_progress_handler(step, 1)
    for words in ("the", "the wo", "needle77", "t", "word and 5"):
        steps.append(0)
        assert len(search_messages(kept.database, words)) == 50
    plain.set_progress_handler(None, 1)

    # Steps of SQLite's machine: some forty for each hit that is shown. Looking at every message takes 100,000s.
    assert max(steps) < 10_000, steps

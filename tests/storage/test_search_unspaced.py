"""Signs of scripts without spaces are found wherever they stand, because nothing tells where their words begin."""

from __future__ import annotations

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, MessageState, Role
from javari_tui.storage.excerpts import READ
from javari_tui.storage.search import search_messages
from tests.storage.conftest import Kept


def _found(kept: Kept, words: str, chat_id: int | None = None) -> list[list[str]]:
    """What is marked in each hit."""
    hits = search_messages(kept.database, words, chat_id=chat_id)
    return [[hit.excerpt[start:end] for start, end in hit.matches] for hit in hits]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("我正在学习编程语言，很有意思。", "编程"),
        ("東京でプログラミングを勉強しています", "ログラミ"),
        ("오늘프로그래밍언어를공부했다", "밍언어"),
        ("ฉันกำลังเรียนเขียนโปรแกรมอยู่", "เขียน"),
        ("这个字是𠮷野家的𠮷，不是吉", "野家的𠮷"),
        ("ภาษาไทยง่ายนิดเดียว", "ง่าย"),
        ("用《红楼梦》来举例", "《红楼梦》"),
    ],
)
def test_word_inside_a_run_of_signs_is_found_and_marked(kept: Kept, said: str, word: str) -> None:
    kept.say(kept.chats.create().id, "something else", said, "其他的话")

    (hit,) = search_messages(kept.database, word)

    assert hit.excerpt == said
    assert [hit.excerpt[start:end] for start, end in hit.matches] == [word.strip("《》")]


def test_other_words_of_the_query_must_be_there_too(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(
        chat.id, "用 Python 学习编程语言", "用 Rust 学习编程语言", "Python is fine", "Rust 和 café 编程", "看Python教程"
    )

    assert _found(kept, "pyth") == [["Python"], ["Python"]]
    assert _found(kept, "编程 pyth") == [["Python", "编程"]]
    assert _found(kept, "python 编程 语言") == [["Python", "编程", "语言"]]
    assert _found(kept, "PYTHON教程") == [["Python教程"]]
    assert _found(kept, "CAFE 编程") == [["café", "编程"]]
    assert _found(kept, "pyth 编程") == [], "only the last word may be begun"


def test_what_patterns_mean_to_the_database_means_nothing(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "进度100%完成", "进度1003完成", "变量_名字", "变量的名字", "路径\\文件", "路径的文件")

    assert _found(kept, "100%完成") == [["100%完成"]]
    assert _found(kept, "变量_名字") == [["变量_名字"]]
    assert _found(kept, "路径\\文件") == [["路径\\文件"]]
    assert _found(kept, "完%成") == []
    assert _found(kept, "%完成_") == [["完成"], ["完成"]], "punctuation around it means nothing"


def test_newest_comes_first_after_titles_and_the_limit_holds(kept: Kept) -> None:
    chat, other = kept.chats.create(title="学习编程"), kept.chats.create()
    said = kept.say(chat.id, "编程一", "编程二")
    said += kept.say(other.id, "编程三", "看附件")
    named = Attachment(kind=AttachmentKind.FILE, name="编程四.txt", text="", tokens=0)
    last = kept.messages.add(chat_id=other.id, parent_id=None, role=Role.USER, text="看", attachments=[named])

    everywhere = [hit.message_id for hit in search_messages(kept.database, "编程")]
    assert everywhere == [said[1].id, last.id, said[2].id, said[1].id, said[0].id]
    assert [hit.message_id for hit in search_messages(kept.database, "编程", limit=2)] == everywhere[:2]
    assert _found(kept, "编程", chat.id) == [["编程"], ["编程"]]


def test_what_is_deleted_or_being_written_is_not_found(kept: Kept) -> None:
    chat, other = kept.chats.create(title="我的编程"), kept.chats.create()
    kept.say(chat.id, "学习编程语言")
    answer = kept.messages.add(
        chat_id=other.id, parent_id=None, role=Role.ASSISTANT, text="学习编程", state=MessageState.STREAMING
    )
    assert len(_found(kept, "编程")) == 2
    kept.chats.delete(chat.id)
    assert _found(kept, "编程") == []
    kept.messages.change(answer.id, state=MessageState.COMPLETE)
    assert len(_found(kept, "编程")) == 1
    kept.chats.restore(chat.id)
    assert len(_found(kept, "编程")) == 3


def test_answers_of_one_provider_can_be_left_out_and_long_texts_stay_short(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "前面的话" * (READ // 8) + "编程" + "后面的话" * 1000)

    (hit,) = search_messages(kept.database, "编程", without="guide")

    assert len(hit.excerpt) <= 242
    assert [hit.excerpt[start:end] for start, end in hit.matches] == ["编程"]


def test_one_search_looks_at_no_more_texts_than_it_must(kept: Kept) -> None:
    chat, other = kept.chats.create(), kept.chats.create()
    with kept.database.writing() as session:
        plain = kept.database.plain(session)
        plain.executemany(
            "INSERT INTO messages (chat_id, role, state, created_at, text, thinking, attachment_names, attachments,"
            " tool_calls, replay) VALUES (?, 'user', 'complete', '2026-01-01T00:00:00.000000Z', ?, '', '', '[]',"
            " '[]', '')",
            ((chat.id, f"学习编程语言 needle{number % 1000}") for number in range(20_000)),
        )
    kept.say(other.id, "别的编程")
    steps: list[int] = []

    def step() -> int:
        steps[-1] += 1
        return 0

    plain.set_progress_handler(step, 1)
    for words, in_chat, hits in (("编程", None, 50), ("编程 needle77", None, 50), ("别的", other.id, 1)):
        steps.append(0)
        assert len(search_messages(kept.database, words, chat_id=in_chat)) == hits
    plain.set_progress_handler(None, 1)

    assert max(steps) < 10_000, steps

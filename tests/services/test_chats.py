from __future__ import annotations

import json

import pytest
import yaml

from javari_tui.domain.chat import Attachment, AttachmentKind
from javari_tui.domain.errors import ImportRefused, NotFound
from javari_tui.providers.scripted import saying
from tests.services.javari import Javari, Opener


async def branched(javari: Javari) -> int:
    """A chat with an edited question, another answer, an attachment."""
    file = Attachment(kind=AttachmentKind.FILE, name="a.py", text="print(1)", tokens=3)
    chat = await javari.services.conversation.send(None, "One", (file,))
    await javari.idle(chat.id)
    await javari.ask("Two", chat.id)
    await javari.services.conversation.edit((await javari.path(chat.id))[2].id, "Dos")
    await javari.idle(chat.id)
    await javari.services.conversation.regenerate((await javari.path(chat.id))[3].id)
    await javari.idle(chat.id)
    await javari.services.chats.tag(chat.id, ("work", "work", " py "))
    await javari.services.chats.pin(chat.id, on=True)
    return chat.id


async def test_export_imported_elsewhere_is_the_same_chat(
    opener: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    javari = await opener(lambda request: saying(f"About {request.turns[-1].text}"))
    text = await javari.services.chats.export_json(await branched(javari))
    monkeypatch.setenv("JAVARI_HOME", str(tmp_path_factory.mktemp("elsewhere")))
    other = await opener([saying("x")])
    await other.ask("Something of its own, so that ids differ")
    (chat,) = await other.services.chats.import_json(text)
    assert await other.services.chats.export_json(chat.id) == text
    assert (chat.tags, chat.pinned) == (("work", "py"), True)
    assert [message.text for message in await other.path(chat.id)] == [
        "One",
        'About <attachment name="a.py">\nprint(1)\n</attachment>\n\nOne',
        "Dos",
        "About Dos",
    ]
    assert await other.services.chats.search("Dos")
    assert len(await other.services.chats.branches(chat.id)) == 3


async def test_import_of_what_is_here_doubles_nothing(opener: Opener) -> None:
    javari = await opener([saying("A")])
    chat_id = await branched(javari)
    text = await javari.services.chats.export_json(chat_id)
    await javari.services.chats.rename(chat_id, "Renamed since")
    assert [chat.id for chat in await javari.services.chats.import_json(text)] == [chat_id]
    assert len(await javari.services.chats.list()) == 1


async def test_chat_that_went_on_since_its_export_gets_a_copy_beside_it_once(opener: Opener) -> None:
    javari = await opener([saying("A")])
    chat_id = await javari.ask("One")
    text = await javari.services.chats.export_json(chat_id)
    await javari.ask("Two", chat_id)
    (copy,) = await javari.services.chats.import_json(text)
    assert copy.id != chat_id
    assert [message.text for message in await javari.path(copy.id)] == ["One", "A"]
    assert len(await javari.path(chat_id)) == 4
    assert [chat.id for chat in await javari.services.chats.import_json(text)] == [copy.id]
    assert len(await javari.services.chats.list()) == 2


async def test_file_with_one_bad_chat_changes_nothing(opener: Opener) -> None:
    javari = await opener([saying("A")])
    content = json.loads(await javari.services.chats.export_json(await javari.ask("One")))
    good = {**content["chats"][0], "uid": "another-uid"}
    bad = {**content["chats"][0], "uid": "a-third-uid", "pinned": "yes"}
    with pytest.raises(ImportRefused, match="pinned"):
        await javari.services.chats.import_json(json.dumps({**content, "chats": [good, bad]}))
    assert len(await javari.services.chats.list()) == 1


async def test_markdown_export_is_a_page_with_a_head(opener: Opener) -> None:
    javari = await opener([saying("Like **this**.")])
    page = await javari.services.chats.export_markdown(await javari.ask('How: "quotes" & #marks?'))
    head, body = page.removeprefix("---\n").split("\n---\n", 1)
    assert yaml.safe_load(head)["title"] == 'How: "quotes" & #marks?'
    assert yaml.safe_load(head)["models"] == ["scripted/script"]
    assert "## You · " in body
    assert "Like **this**." in body


async def test_title_of_the_users_own_stays_and_is_cleaned(opener: Opener) -> None:
    javari = await opener([saying("A")])
    chat_id = await javari.ask("One")
    renamed = await javari.services.chats.rename(chat_id, " My\n\x1b[31mchat ")
    assert (renamed.title, renamed.title_is_users) == ("My chat", True)
    await javari.ask("Two", chat_id)
    assert (await javari.services.chats.get(chat_id)).title == "My chat"


async def test_chats_are_listed_archived_deleted_and_brought_back(opener: Opener) -> None:
    javari = await opener([saying("A")])
    first, second = await javari.ask("One"), await javari.ask("Two")
    await javari.services.chats.archive(first, on=True)
    assert [chat.id for chat in await javari.services.chats.list()] == [second]
    assert [chat.id for chat in await javari.services.chats.list(archived=True)] == [first]
    await javari.services.chats.delete(second)
    assert await javari.services.chats.list() == ()
    with pytest.raises(NotFound):
        await javari.services.chats.open(second)
    await javari.services.chats.undo_delete(second)
    assert [chat.id for chat in await javari.services.chats.list()] == [second]


async def test_the_open_chat_is_opened_again_with_draft_queue_and_place(opener: Opener) -> None:
    from javari_tui.domain.chat import Draft, ScrollPlace

    javari = await opener([saying("A")])
    chat_id = await javari.ask("One")
    await javari.services.view.set_open_chat(chat_id)
    await javari.services.view.save_scroll(chat_id, ScrollPlace(message_id=1, rows=3, following=False))
    await javari.services.view.set_flag("sidebar_open", "1")
    await javari.services.prompts.save_draft(chat_id, Draft(text="half a thou"))
    await javari.services.close()
    again = await opener([saying("B")])
    opening = await again.services.chats.open_last()
    assert opening is not None
    assert (opening.chat.id, opening.draft.text, opening.scroll.rows) == (chat_id, "half a thou", 3)
    assert await again.services.view.flag("sidebar_open") == "1"


async def test_older_messages_are_read_in_pieces(opener: Opener) -> None:
    javari = await opener([saying("A")])
    chat_id = await javari.ask("Q0")
    for number in range(1, 6):
        await javari.ask(f"Q{number}", chat_id)
    path = await javari.path(chat_id)
    older, has_older = await javari.services.chats.older(chat_id, before=path[-1].id, limit=3)
    assert ([message.id for message in older], has_older) == ([message.id for message in path[-4:-1]], True)

"""A diff from the chat: opened, read from change to change, side by side, copied as it was written."""

from __future__ import annotations

from javari_tui.providers.scripted import saying
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

DIFF = "\n".join(
    f"--- a/{name}.py\n+++ b/{name}.py\n@@ -1,2 +1,2 @@\n def {name}():\n-    return 1\n+    return 2\n"
    f"@@ -40,2 +40,2 @@\n def {name}_too():\n-    return 3\n+    return 4"
    for name in ("one", "two")
)
ANSWER = f"Change it so:\n\n```diff\n{DIFF}\n```\n\nThat is all."
WIDE, USUAL = (170, 20), (120, 20)


async def _open(person: Person) -> None:
    await person.ask("change?")
    await person.until(lambda: person.chat_screen.page.open_sidebar, "a diff opens by itself")
    await person.press("f6")
    await person.until(lambda: person.chat_screen.sidebar.has_keys)


async def test_a_diff_is_read_by_keys(javari: Javari, copied: list[str]) -> None:
    async with javari([saying(ANSWER)], size=USUAL) as person:
        await _open(person)
        assert person.sees("one.py, two.py")
        assert person.sees("Diff . 2 files . .4 .4")
        await person.until(lambda: {"Next", "Before"} <= set(person.footer().values()))
        assert "Both sides" not in person.footer().values()
        await person.press("n")
        await person.reads("▸ +@@ -40,2")
        await person.press("N")
        await person.reads("▸ +--- a/two.py")
        await person.press("n", "n", "n")
        await person.reads("nothing more that way")
        await person.press("P")
        await person.reads("▸ +--- a/two.py")
        await person.press("P")
        await person.reads("▸ +--- a/one.py")
        await person.press("c")
        await person.until(lambda: copied == [DIFF])


async def test_where_there_is_room_it_stands_side_by_side_until_told_otherwise(javari: Javari) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await _open(person)
        for _press in range(20):
            await person.press("plus")
        await person.reads("2 - +return 1 +│ +2 [+] +return 2")
        await person.until(lambda: "Both sides" in person.footer().values())
        await person.press("d")
        await person.reads_no_more("return 1 +│")
        assert not person.chat_screen.sidebar.pane.split
    async with javari([saying("ok")], size=WIDE) as person:
        await person.reads("one.py, two.py")
        await person.until(lambda: not person.chat_screen.sidebar.pane.split)

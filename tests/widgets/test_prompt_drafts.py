"""Whatever is done to the prompt, its draft comes back as it was and nothing typed is lost."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from javari_tui.domain.attachments import attach_file
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.prompt import Prompt
from tests.widgets.prompt_app import PromptApp

KEYS = ("left", "right", "up", "down", "home", "end", "ctrl+j", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k")
TEXT = st.text(alphabet="ab /@[]\n\r\té日👩\u200d\u2028\x1b1", max_size=12)
EDITS = st.one_of(
    st.tuples(st.just("type"), TEXT),
    st.tuples(st.just("paste"), TEXT),
    st.tuples(st.just("paste"), TEXT.map(lambda text: (text + "x\n") * 12)),
    st.tuples(st.just("key"), st.sampled_from(KEYS)),
    st.tuples(st.just("attach"), st.sampled_from(["a.py", "b c.py"])),
    st.tuples(st.just("undo"), st.just("")),
    st.tuples(st.just("redo"), st.just("")),
)


async def apply(app: PromptApp, kind: str, what: str) -> None:
    if kind == "type":
        app.prompt.insert(what)
    elif kind == "paste":
        app.prompt.paste(what)
    elif kind == "attach":
        app.prompt.attach(attach_file(what, b"text"))
    elif kind == "undo":
        app.area.undo()
    elif kind == "redo":
        app.area.redo()
    else:
        binding = app.area._bindings.key_to_bindings[what][0]
        await app.run_action(binding.action, app.area)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, max_size=14))
def test_a_draft_comes_back_exactly_after_any_edits(edits: list[tuple[str, str]]) -> None:
    async def check() -> None:
        app, other = PromptApp(), PromptApp()
        async with app.run_test(), other.run_test() as pilot:
            for kind, what in edits:
                await apply(app, kind, what)
            draft = app.prompt.draft
            other.prompt.load(draft)
            assert other.prompt.draft == draft
            await pilot.pause()
            assert other.prompt.draft == draft

    asyncio.run(check())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["type", "paste", "big"]), TEXT), max_size=8))
def test_everything_typed_and_pasted_is_in_what_is_sent(pieces: list[tuple[str, str]]) -> None:
    async def check() -> None:
        app = PromptApp()
        async with app.run_test() as pilot:
            app.prompt.slash_commands = ()
            whole = ""
            for kind, what in pieces:
                text = (what + "x\n") * 12 if kind == "big" else what
                await apply(app, "type" if kind == "type" else "paste", text)
                whole += clean(text)
            draft = app.prompt.draft
            app.prompt._send()
            await pilot.pause()
            sent = app.heard(Prompt.Submitted)
            assert bool(sent) is not draft.is_empty
            unfolded = draft.text
            for item in draft.attachments:
                unfolded = unfolded.replace(f"[{item.name}]", item.text)
            assert unfolded == whole
            if sent:
                assert sent[0].draft == draft

    asyncio.run(check())

"""The newest code of a chat, wherever it stands."""

from __future__ import annotations

import pytest

from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.glyphs import Hints, Page
from javari_tui.widgets.transcript.inner_code import last_code
from tests.widgets.transcript_rig import message

LONG = "\n".join(f"line {number}" for number in range(700))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```sql\nselect 1;\n```", "select 1;"),
        ("```\nfirst\n```\n\n1. Run\n   ```sh\n   make\n   ```\n2. Rest", "make"),
        ("> ~~~\n> quoted\n> ~~~", "quoted"),
        (f"```\n{LONG}\n```\n\nWords", LONG),
    ],
)
def test_the_newest_code_is_found_whole_and_without_what_it_stands_in(text: str, code: str) -> None:
    document = Document(Page(80), Hints())
    document.fill([message(1, "```\nolder\n```"), message(2, text), message(3, "no code")])
    assert last_code(document) == code

"""The addresses a block offers are those that are drawn as links."""

from __future__ import annotations

import pytest

from javari_tui.screens.chat.reading import link_targets
from tests.widgets.transcript_rig import laid_out


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/path, or (https://example.org/b). **https://example.org/c**",
        "Both https://example.org/wiki/A_(b) and <https://example.org/d>; “https://example.org/e”!",
        "One [word](https://example.org/f), twice https://example.org/f.",
    ],
)
def test_the_list_of_links_has_the_addresses_that_are_drawn(text: str) -> None:
    drawn = dict.fromkeys(span.target for line in laid_out(text, 200) for span in line.spans if span.target)
    assert link_targets(text) == list(drawn)


def test_an_address_in_code_is_offered_without_its_quotation_marks() -> None:
    assert link_targets('curl "https://example.org/a";') == ["https://example.org/a"]

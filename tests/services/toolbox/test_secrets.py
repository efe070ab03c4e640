"""No secret that is known reaches a model: not whole, not by half, not line by line and not letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.tools import reading, running, searching
from tests.services.toolbox.bench import KNOWN_SECRET, Bench

MOST = 20
"""Characters of the secret that are within what is cut."""


async def test_half_a_secret_is_left_out_where_a_tool_cuts(bench: Bench, project: Path) -> None:
    for name, most in (
        ("read", reading.MOST_SHOWN),
        ("found", searching.MOST_SHOWN),
        ("ran", running.MOST_OUTPUT // 2),
    ):
        (project / name).write_text(f"{'a ' * (most // 2)}"[: most - MOST] + f"{KNOWN_SECRET} {'b ' * most}")
    read = await bench.call("read_file", path="read")
    found = await bench.call("search_files", path="found", pattern="a a")
    ran = await bench.call("run_command", command=["cat", "ran"])
    for done in (read, found, ran):
        assert "a a" in done.result
        assert KNOWN_SECRET[:4] not in done.result


BODY = ["MIIEowIBAAKCAQEAx" + letter * 47 for letter in "abcde"]


@pytest.mark.parametrize("around", ["{}", "  {}", '"{}\\n"', "# {}"])
async def test_a_private_key_is_not_read_from_its_middle(bench: Bench, project: Path, around: str) -> None:
    key = ["-----BEGIN RSA PRIVATE KEY-----", "DEK-Info: AES", "", *BODY, "-----END RSA PRIVATE KEY-----"]
    (project / "id_rsa").write_text("\n".join(["before", *map(around.format, key), "after MIIEowIBA"]) + "\n")
    read = await bench.call("read_file", path="id_rsa", offset=3)
    found = await bench.call("search_files", pattern="MIIEowIBA")
    assert BODY[0][:12] not in read.result
    assert "after MIIE" in read.result
    assert found.result == "id_rsa:11: after MIIEowIBA"


async def test_a_search_tells_nothing_of_what_is_in_a_secret(bench: Bench, project: Path) -> None:
    (project / "keys.env").write_text(f"KEY={KNOWN_SECRET}\n")
    for pattern, is_regex in ((f"KEY={KNOWN_SECRET[:3]}", False), ("KEY=(?!b)", True), ("KEY=[^b]", True)):
        found = await bench.call("search_files", pattern=pattern, is_regex=is_regex)
        assert found.result == (await bench.call("search_files", pattern="is nowhere")).result
    found = await bench.call("search_files", pattern="KEY=")
    assert found.result == "keys.env:1: KEY=[hidden]"

from __future__ import annotations

from tests.services.toolbox.bench import Bench


async def test_a_file_is_read(bench: Bench) -> None:
    done = await bench.call("read_file", path="notes.txt")
    assert done.result == "first\nsecond\nthird"

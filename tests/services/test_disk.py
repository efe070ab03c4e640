from __future__ import annotations

import asyncio
import threading

import pytest

from javari_tui.services.disk import DiskThread


async def test_work_is_done_in_order_on_one_other_thread() -> None:
    disk, done, threads = DiskThread(), list[int](), set[int]()

    def work(number: int) -> int:
        done.append(number)
        threads.add(threading.get_ident())
        return number * 2

    assert await asyncio.gather(*(disk.run(work, number) for number in range(50))) == [2 * n for n in range(50)]
    assert done == list(range(50))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    await disk.close()


async def test_errors_of_the_work_are_raised() -> None:
    disk = DiskThread()
    with pytest.raises(ZeroDivisionError):
        await disk.run(lambda: 1 // 0)
    await disk.close()


async def test_work_whose_caller_is_gone_is_still_done_and_closing_waits_for_it() -> None:
    disk, gate, done = DiskThread(), threading.Event(), list[str]()
    first = asyncio.create_task(disk.run(gate.wait, 5))
    second = asyncio.create_task(disk.run(done.append, "written"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    gate.set()
    await disk.close()
    assert done == ["written"]
    assert await first
    assert second.cancelled()


async def test_the_last_thing_is_done_last_and_who_comes_later_is_cancelled() -> None:
    disk, gate, done = DiskThread(), threading.Event(), list[str]()

    def slow() -> None:
        gate.wait(5)
        done.append("first")

    first = asyncio.create_task(disk.run(slow))
    await asyncio.sleep(0)
    closing = asyncio.create_task(disk.close(lambda: done.append("last")))
    await asyncio.sleep(0)
    late = asyncio.create_task(disk.run(done.append, "late"))
    await asyncio.wait({late})
    assert late.cancelled()
    gate.set()
    await closing
    await first
    await disk.close(lambda: done.append("again"))
    assert done == ["first", "last"]


async def test_errors_of_the_last_thing_are_raised() -> None:
    disk = DiskThread()
    with pytest.raises(ZeroDivisionError):
        await disk.close(lambda: print(1 // 0))


async def test_what_only_looks_is_not_even_begun_when_nobody_waits_for_it_any_more() -> None:
    disk, gate, done = DiskThread(), threading.Event(), list[str]()
    first = asyncio.create_task(disk.run(gate.wait, 5))
    letters = [asyncio.create_task(disk.look(done.append, letter)) for letter in "word"]
    await asyncio.sleep(0)
    for superseded in letters[:-1]:
        superseded.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait(letters)
    assert done == ["d"]
    assert await first
    await disk.close()

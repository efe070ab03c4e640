"""What both ledgers differ by can be accepted, and only what else differs is told again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.services.billing.machine import Endpoint, Machine

Machines = Callable[..., Machine]


async def test_what_is_not_known_here_is_told_until_the_user_accepts_it_and_again_when_more_differs(
    endpoint: Endpoint, machines: Machines
) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.use(200)
    await machine.sync.sync_now()
    endpoint.hear_of(machine.key.key.reveal(), machine.accounts.current(), "lost-1", 100)

    report = await machine.sync.reconcile()
    assert (len(report.unknown_here), report.difference.micro, (await machine.sync.state()).disagrees) == (1, 100, True)
    assert not await machine.sync.accept(replace(report, user_id=report.user_id + 1))
    assert await machine.sync.accept(report)
    state = await machine.sync.state()
    assert (state.disagrees, state.difference.micro) == (False, 0)

    machine.use(50)
    await machine.sync.sync_now()
    assert (await machine.sync.reconcile()).differing == ()
    assert not (await machine.sync.state()).disagrees

    endpoint.hear_of(machine.key.key.reveal(), machine.accounts.current(), "lost-2", 200)
    again = await machine.sync.reconcile()
    assert (len(again.unknown_here), again.difference.micro) == (2, 300)
    assert (await machine.sync.state()).disagrees

"""How the engine says no."""

from __future__ import annotations

from javari_billing.wire.problems import Problem, problem


class Refused(Exception):
    """What was asked is not done, nothing was changed, and the problem says why."""

    def __init__(self, told: Problem) -> None:
        super().__init__(told.title)
        self.problem = told


class DatabaseUnusable(Exception):
    """The database is not one that this version can work with; it is left as it was."""


def refuse(name: str, detail: str | None = None, **more: object) -> Refused:
    """A refusal by the name of its problem type."""
    return Refused(problem(name, detail, **more))

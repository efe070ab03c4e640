"""`javari doctor`: what is wrong here, and the cure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from javari_tui.cli import translated
from javari_tui.cli.exit_codes import ExitCode
from javari_tui.cli.opened import launch, run
from javari_tui.cli.output import say, say_json
from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = {Severity.FINE: " ok ", Severity.NOTE: "note", Severity.WARNING: "warn", Severity.PROBLEM: "FAIL"}
"""The same in every language and every terminal, so that they can be looked for."""


@translated.command(
    name="doctor",
    help=N_(
        "Look for what is wrong, and say how to cure it: libraries, database, folders, settings, themes, terminal, "
        "keys, models. Ends with 1 when something does not work."
    ),
)
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@translated.option("--fix", is_flag=True, help=N_("Put right what is safe: missing folders, open permissions."))
def command(as_json: bool, fix: bool) -> int:
    """Look, perhaps put right, and tell."""
    # Imported here: looking at models and the database brings libraries that help need not wait for.
    from javari_tui.cli.theme_findings import themes  # noqa: PLC0415
    from javari_tui.services.doctor import examine, repair  # noqa: PLC0415

    known = launch()
    if fix:
        run(repair(known.folders))
    findings = (*run(examine(known.folders, known.settings, os.environ)), *themes(known.folders))
    if as_json:
        say_json({"findings": [_as_json(finding) for finding in findings], "problems": _count(findings)})
    else:
        _print(findings)
    return ExitCode.FAILED if _count(findings) else ExitCode.OK


def _print(findings: Sequence[Finding]) -> None:
    """A line for each, the cure below, the sum at the end."""
    for finding in findings:
        say(f"[{MARKS[finding.severity]}] {finding.sentence}")
        if finding.advice:
            say(f"       {finding.advice}")
    if any(finding.fixable for finding in findings):
        say(_("Some of this can be put right by “javari doctor --fix”."))
    count = _count(findings)
    if count:
        say(ngettext("{count} thing does not work.", "{count} things do not work.", count).format(count=count))
    else:
        say(_("Everything works."))


def _count(findings: Sequence[Finding]) -> int:
    """How many things do not work."""
    return sum(finding.severity is Severity.PROBLEM for finding in findings)


def _as_json(finding: Finding) -> dict[str, object]:
    """A finding for a program to read."""
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "text": finding.sentence,
        "cure": finding.advice,
        "fixable": finding.fixable,
        "values": {name: str(value) for name, value in finding.values.items()},
    }

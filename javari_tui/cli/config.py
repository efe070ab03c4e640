"""`javari config`: the settings file, and the preferences kept in the database, by the same commands."""

from __future__ import annotations

from dataclasses import fields

import click

from javari_tui.cli import translated
from javari_tui.cli.opened import javari, launch, run
from javari_tui.cli.output import say, say_aside, say_json
from javari_tui.domain.preferences import Preferences
from javari_tui.i18n import N_, _
from javari_tui.paths import folders
from javari_tui.settings import SettingsStore
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, read_preference, with_preference
from javari_tui.settings.written import Source


@translated.group(
    name="config",
    invoke_without_command=True,
    help=N_("Show and change the settings. Without a command all of them are listed."),
)
@click.pass_context
def command(context: click.Context, /) -> None:
    """List them when nothing else is asked for."""
    if context.invoked_subcommand is None:
        _list(as_json=False)


@command.add("path", help=N_("Print where the settings file is, or will be."))
def path() -> None:
    """Print it."""
    say(str(folders().config_file))


@command.add("get", help=N_("Print the value of a setting."))
@translated.argument("key", metavar=N_("KEY"))
def get(key: str) -> None:
    """Print it."""
    store, preferences = _in_force()
    say(read_preference(preferences, key) if key in PREFERENCE_KEYS else store.get(key))


@command.add("set", help=N_("Change a setting."))
@translated.argument("key", metavar=N_("KEY"))
@translated.argument("value", metavar=N_("VALUE"))
def change(key: str, value: str) -> None:
    """Change it and print what is in force now."""
    if key in PREFERENCE_KEYS:
        run(_set_preference(key, value))
    else:
        _in_force()[0].set(key, value)
    store, preferences = _in_force()
    say(read_preference(preferences, key) if key in PREFERENCE_KEYS else store.get(key))
    if key in store.preference_overrides or _sources(store).get(key) is Source.ENVIRONMENT:
        say_aside(_("It is written down, but the environment says otherwise for now."))
    if key == "theme":
        _warn_of_theme(value)


def _warn_of_theme(name: str) -> None:
    """A theme may be chosen before its file is there; until then it is not what is seen."""
    from javari_tui.cli.theme_findings import is_theme  # noqa: PLC0415 - reading themes takes Textual

    if not is_theme(name.strip(), folders()):
        say_aside(_("There is no theme “{name}”, so the usual one is used.").format(name=name))


async def _set_preference(key: str, value: str) -> None:
    """Write a preference, with those it brings along."""
    async with javari() as services:
        before = await services.preferences.read()
        after = with_preference(before, key, value)
        changed = {
            field.name for field in fields(Preferences) if getattr(after, field.name) != getattr(before, field.name)
        }
        changed.add(PREFERENCE_KEYS[key].field)  # also when the environment says the same for now
        await services.preferences.change(**{name: getattr(after, name) for name in changed})


@command.add("list", help=N_("List every setting with its value and what it is for."))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def list_settings(as_json: bool) -> None:
    """Print them."""
    _list(as_json=as_json)


def _list(*, as_json: bool) -> None:
    """Every setting; mistakes in the file aside."""
    store, preferences = _in_force()
    rows = [
        *((key, read_preference(preferences, key), known.sentence) for key, known in PREFERENCE_KEYS.items()),
        *((info.key, info.value, info.sentence) for info in store.describe()),
    ]
    if as_json:
        say_json({key: value for key, value, _sentence in rows})
        return
    for key, value, sentence in rows:
        say(f"{key} = {value}\n    {_(sentence)}")
    for problem in store.problems:
        say_aside(problem.sentence)


def _in_force() -> tuple[SettingsStore, Preferences]:
    """The settings and preferences as they count now."""
    known = launch()
    return known.settings, known.preferences


def _sources(store: SettingsStore) -> dict[str, Source]:
    """Where each setting's value comes from."""
    return {info.key: info.source for info in store.describe()}

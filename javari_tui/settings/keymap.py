"""The keys of commands in the settings file: what can be none is a problem, and the command keeps its own keys.

Which commands and keys there are is told as data (`domain/keymap.py`): the settings know neither.
"""

from __future__ import annotations

from collections.abc import Mapping

from javari_tui.domain.keymap import KeymapRules
from javari_tui.i18n import N_
from javari_tui.settings.found import Found, Path_
from javari_tui.settings.problems import closest_key


def check_keymap(found: Found, rules: KeymapRules) -> None:
    """Take out of what was found every keymap entry that cannot be, with a problem for each."""
    for path in [path for path in found.values if path[0] == "keymap"]:
        keys = _keys(found, path)
        if _is_wrong(path, keys, found, rules):
            del found.values[path]
        else:
            found.values[path] = ",".join(keys)
    while _drop_one_shared(found, rules):
        pass


def _keys(found: Found, path: Path_) -> tuple[str, ...]:
    return tuple(key.strip() for key in str(found.values[path]).split(",") if key.strip())


def _is_wrong(path: Path_, keys: tuple[str, ...], found: Found, rules: KeymapRules) -> bool:
    """Complain of a command that does not exist, and of keys that are none or nobody's."""
    name, dotted, line = path[1], ".".join(path), found.lines.get(path)
    if name not in rules.commands:
        found.complain(
            N_("There is no command “{name}”."),
            key=dotted,
            line=line,
            rule=N_("The keyboard page of the help lists the names of all commands."),
            closest=closest_key(name, rules.commands),
            values={"name": name},
        )
        return True
    for key in keys:
        values = {"name": name, "given": key}
        if not rules.is_key(key):
            found.complain(
                N_("“{given}” is not the name of a key, so “{name}” keeps its own."),
                key=dotted,
                line=line,
                rule=N_("Keys are written as in ctrl+n, alt+up or f2."),
                closest=closest_key(key, rules.key_names),
                values=values,
            )
            return True
        if key in rules.taken:
            message = N_("“{given}” cannot be the key of “{name}”.")
            found.complain(message, key=dotted, line=line, rule=rules.taken[key], values=values)
            return True
    return False


def _drop_one_shared(found: Found, rules: KeymapRules) -> bool:
    """Drop the last entry that gives a command another one's key; its own come back. Whether there was one."""
    paths = [path for path in found.values if path[0] == "keymap"]
    in_force = {name: command.keys for name, command in rules.commands.items()}
    in_force.update({path[1]: _keys(found, path) for path in paths})
    for path in reversed(paths):
        for key in in_force[path[1]]:
            if other := _other_with(key, path[1], in_force, rules):
                found.complain(
                    N_("“{given}” is the key of “{other}” already, so “{name}” keeps its own."),
                    key=".".join(path),
                    line=found.lines.get(path),
                    values={"name": path[1], "given": key, "other": other},
                )
                del found.values[path]
                return True
    return False


def _other_with(key: str, name: str, in_force: Mapping[str, tuple[str, ...]], rules: KeymapRules) -> str:
    """The other command that a key stands for in the same place, unless they share it from the beginning."""
    command = rules.commands[name]
    for other_name, keys in in_force.items():
        other = rules.commands[other_name]
        is_shared = key in command.keys and key in other.keys
        if other_name != name and key in keys and command.places & other.places and not is_shared:
            return other_name
    return ""

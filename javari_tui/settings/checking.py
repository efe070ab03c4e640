"""From a tree and the environment to settings: what is wrong becomes a problem, and its default stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from javari_tui.i18n import N_
from javari_tui.settings.found import Found, Path_
from javari_tui.settings.model import ProviderSettings, Settings
from javari_tui.settings.preference_keys import PREFERENCE_KEYS
from javari_tui.settings.problems import closest_key
from javari_tui.settings.schema import GROUPS, SCHEMA, Branch, Leaf, Value, ValueRefused, is_name, leaves
from javari_tui.settings.yaml_tree import Node

MOST_NAMES = 500
"""Names below `providers` or `keymap`."""


def check_tree(root: Node | None, file: Path) -> Found:
    """Everything a settings file says."""
    found = Found(file)
    if root is None or root.is_nothing:
        return found
    if root.entries is None:
        found.complain(N_("The file must be a list of names and values."), line=root.place.start[0] + 1)
        return found
    _check_branch(root, SCHEMA, (), found)
    return found


def check_environment(environ: Mapping[str, str]) -> Found:
    """Settings given as `JAVARI_<KEY>`, groups joined by one underscore or two."""
    found = Found(None)
    for path, leaf in leaves().items():
        for variable in dict.fromkeys("JAVARI_" + joint.join(path).upper() for joint in ("_", "__")):
            if text := environ.get(variable, ""):
                _check_leaf(text, leaf, path, found, name=variable)
    return found


def settings_from(values: Mapping[Path_, Value]) -> Settings:
    """The typed model of values; each was checked against its leaf."""
    top = {path[0]: value for path, value in values.items() if len(path) == 1}
    groups = {key: kind(**_below(values, key)) for key, kind in GROUPS.items()}
    names = dict.fromkeys(path[1] for path in values if path[0] == "providers")
    providers = {name: _provider(_below(values, "providers", name)) for name in names}
    keymap = {path[1]: str(value) for path, value in values.items() if path[0] == "keymap"}
    everything = {**top, **groups, "providers": MappingProxyType(providers), "keymap": MappingProxyType(keymap)}
    return replace(Settings(), **everything)


def _provider(values: Mapping[str, Value]) -> ProviderSettings:
    """A server of the user's own."""
    return replace(ProviderSettings(), **values)  # type: ignore[arg-type]


def _below(values: Mapping[Path_, Value], *prefix: str) -> dict[str, Value]:
    """The values right below a path, by their last key."""
    return {path[-1]: value for path, value in values.items() if path[:-1] == prefix}


def _check_branch(node: Node, branch: Branch, prefix: Path_, found: Found) -> None:
    """A group of keys."""
    for key, line in node.repeated:
        found.complain(N_("“{key}” is there twice; the first counts."), key=".".join((*prefix, key)), line=line)
    for key, entry in list((node.entries or {}).items())[:MOST_NAMES]:
        path, line = (*prefix, key), entry.line
        item = _item(branch, prefix, key)
        if item is None:
            _complain_unknown(branch, prefix, key, line, found)
        elif entry.value.is_nothing:
            continue
        elif isinstance(item, Leaf):
            _check_value(entry.value, item, path, found)
        elif entry.value.entries is None:
            found.complain(N_("“{key}” must be a group of settings."), key=".".join(path), line=line)
        else:
            _check_branch(entry.value, item, path, found)


def _item(branch: Branch, prefix: Path_, key: str) -> Leaf | Branch | None:
    """What a key of a branch stands for."""
    if "*" in branch:
        return branch["*"] if is_name(prefix[0], key) else None
    return branch.get(key)


def _complain_unknown(branch: Branch, prefix: Path_, key: str, line: int, found: Found) -> None:
    """A key nobody knows, with the one that was probably meant."""
    dotted = ".".join((*prefix, key))
    if "*" in branch:
        found.complain(
            N_("“{key}” cannot be a name here."),
            key=dotted,
            line=line,
            rule=N_("Use small letters, digits, “-” and “_”."),
        )
        return
    if dotted in PREFERENCE_KEYS:
        found.complain(
            N_("“{key}” does not belong in this file."),
            key=dotted,
            line=line,
            rule=N_("Choose it on the settings screen or with “javari config set {key} …”."),
        )
        return
    valid = [".".join((*prefix, name)) for name in branch] if prefix else [*_all_keys(), *PREFERENCE_KEYS]
    found.complain(N_("There is no setting “{key}”."), key=dotted, line=line, closest=closest_key(key, valid))


def _all_keys() -> Iterator[str]:
    """Every key there is, groups too."""
    yield from SCHEMA
    yield from (".".join(path) for path in leaves() if len(path) > 1)


def _check_value(node: Node, leaf: Leaf, path: Path_, found: Found) -> None:
    """A value in the file; a list of words is taken for one with commas (keys)."""
    line = node.place.start[0] + 1
    text = node.text
    if text is None and node.items is not None and path[0] == "keymap":
        words = [item.text for item in node.items]
        text = ",".join(word for word in words if word) if all(word is not None for word in words) else None
    if text is None:
        found.complain(N_("“{key}” must be a single value."), key=".".join(path), line=line)
        return
    _check_leaf(text, leaf, path, found, name=".".join(path), line=line)


def _check_leaf(text: str, leaf: Leaf, path: Path_, found: Found, *, name: str, line: int | None = None) -> None:
    """A text for a key: its value, or a problem."""
    try:
        found.values[path] = leaf.parse(text)
        if line is not None:
            found.lines[path] = line
    except ValueRefused as refused:
        message = N_("“{value}” cannot be the value of “{key}”.")
        found.complain(message, key=name, line=line, rule=refused.rule, values={**refused.values, "value": text})

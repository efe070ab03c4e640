"""Colours of code: which theme variable draws which Pygments token."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual.theme import Theme

CODE_TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "": "j-code-text",
        "Comment": "j-code-comment",
        "Keyword": "j-code-keyword",
        "Keyword.Constant": "j-code-constant",
        "Keyword.Type": "j-code-type",
        "Operator": "j-code-operator",
        "Operator.Word": "j-code-keyword",
        "Punctuation": "j-code-operator",
        "Name.Function": "j-code-function",
        "Name.Class": "j-code-type",
        "Name.Namespace": "j-code-type",
        "Name.Exception": "j-code-type",
        "Name.Decorator": "j-code-function",
        "Name.Builtin": "j-code-function",
        "Name.Builtin.Pseudo": "j-code-constant",
        "Name.Constant": "j-code-constant",
        "Name.Tag": "j-code-keyword",
        "Name.Attribute": "j-code-function",
        "Name.Label": "j-code-constant",
        "Literal.String": "j-code-string",
        "Literal.String.Escape": "j-code-constant",
        "Literal.String.Interpol": "j-code-constant",
        "Literal.String.Doc": "j-code-comment",
        "Literal.Number": "j-code-number",
        "Literal": "j-code-number",
        "Generic.Heading": "j-code-type",
        "Generic.Subheading": "j-code-type",
        "Generic.Inserted": "j-add",
        "Generic.Deleted": "j-remove",
        "Generic.Prompt": "j-code-keyword",
        "Generic.Output": "j-code-text",
    }
)
"""A token's dotted name, without `Token.`, → the variable. Look for the name, then for its parents."""


def code_palette(theme: Theme) -> Mapping[str, str]:
    """Dotted token name → colour in this theme, as Textual's `Color.parse` reads it; `""` is for all others."""
    plain = theme.variables.get("j-code-text") or theme.foreground or "ansi_default"
    return MappingProxyType({token: theme.variables.get(name, plain) for token, name in CODE_TOKENS.items()})

"""Themes: `themes/*.yaml` become Textual themes, with the list of those that failed.

Colours are written only in those files. Stylesheets name them by these variables.

Textual's own, with the meaning they have here:

==========================================  ==============================================================
`$background`                               the screen: transcript, pages
`$surface`                                  what lies on it: dialogs, fields, lists
`$panel`                                    what lies on that: a menu over a dialog, a bar that must stand out
`$text` `$foreground`                       text (the same colour, readable on all three above)
`$text-muted`                               second-rank text: hints, times, labels; add `text-style: $j-muted-style`
`$text-disabled`                            what cannot be used now
`$accent` `$primary` `$text-accent`         the one accent: marks, keys, what is chosen; readable as text
`$text-success` `$text-warning`
`$text-error`                               coloured text; the same hues as `$success` `$warning` `$error`
`$primary-muted` `$success-muted`
`$warning-muted` `$error-muted`             quiet backgrounds; `$text` and the hue's `$text-…` are readable on them
`$border`                                   border of what has the focus
`$border-blurred`                           border of a field without the focus (plain to see, not loud)
`$block-cursor-background` `…-foreground`
`$block-cursor-text-style`                  the line the cursor is on in a list that has the focus
`$block-cursor-blurred-background` `…`      the same in a list without the focus; also: chosen, current
`$block-hover-background`                   under the mouse
`$input-selection-background` `…`           selected text in fields; `$screen-selection-…` elsewhere
`$link-color` `$link-color-hover`
`$link-background-hover`                    links
`$footer-key-foreground`
`$footer-description-foreground`            keys and their words
`$scrollbar` and kin                        quiet; the same background as the screen
==========================================  ==============================================================

Javari's own:

==========================================  ==============================================================
`$j-line`                                   thin separating lines; carries no meaning, so it may be faint
`$j-mark`                                   the mark before an answer
`$j-user-bar`                               the bar beside the user's own messages
`$j-user-background`                        behind the user's own messages
`$j-code-background`                        behind code, in blocks and in lines
`$j-add` `$j-add-background`                added lines of a diff: sign and background (the text is `$text`)
`$j-remove` `$j-remove-background`          removed lines
`$j-match-background` `$j-match-foreground` a found word
`$j-muted-style`                            text style beside `$text-muted`: `none`, or `dim` with 16 colours
==========================================  ==============================================================

Code has a palette of nine, `$j-code-text` to `$j-code-operator`; `themes.code.code_palette` gives it by Pygments token.
In the theme of 16 colours all surfaces are the terminal's own background: what must be seen has the cursor's or
the selection's background, is bold or has a glyph. (`reverse` is lost on component classes: `get_visual_style` of
Textual 8.2.8 leaves it out.)
"""

from __future__ import annotations

from javari_tui.themes.building import ThemeFailure
from javari_tui.themes.choosing import DARK, LIGHT, SIXTEEN, TITLES, short_name, theme_name, theme_titles
from javari_tui.themes.library import ThemeLibrary
from javari_tui.themes.variables import VARIABLE_DEFAULTS

__all__ = [
    "DARK",
    "LIGHT",
    "SIXTEEN",
    "TITLES",
    "VARIABLE_DEFAULTS",
    "ThemeFailure",
    "ThemeLibrary",
    "short_name",
    "theme_name",
    "theme_titles",
]

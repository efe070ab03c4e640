"""Each thing the user can do, declared once: key, palette, footer, help, slash word, remappable id."""

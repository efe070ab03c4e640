"""What Textual does not do for us: the output guard, clipboard, capabilities, signals, the editor."""

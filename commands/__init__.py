"""One file a feature: its slash command, shortcut, buttons and forms."""

"""The command line's own work, one file a command or a family of them."""

"""Project assembles: settings, root addresses, the `lali` command. Nothing imports it."""

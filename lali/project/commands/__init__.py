"""What each `lali` command does: `add_arguments(parser)` and `run(chosen) -> exit code`."""

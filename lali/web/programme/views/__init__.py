"""What each address of the programme answers."""

"""Views of administration: `entrance` for who is not in yet, `members` for the administrator, the `journal`."""

"""Cases: the team's own room, with persons, identifiers, tasks, events.

Promises: a case is seen by its team only; to anybody else an existing case and one that never was look the same, and
both can be asked for; every read and write is in the journal; a person with a victim's role is shown by code name.
"""

"""Records keep: one Django app per word of the field.

Every write is an action that checks access, checks state, writes and records in the journal; every read that a
screen needs is a query that already knows who asks.
"""

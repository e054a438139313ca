"""The board of suspected offences: for each, its elements and what each of them rests on.

Promises: gaps are seen at a glance; every line cites an exhibit, a statement, a passage, an event or an identifier, or
says in words what it rests on; nothing is deleted, only withdrawn with a reason. Suggests, never decides: an offence
is taken up by a person, an element is "supported by", and nobody is ever called guilty.
"""

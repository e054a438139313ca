"""What happened in the matter of a case, in order: events with place, persons and sources; with what we did ourselves.

Promises: a moment is kept as exactly as it is known and no more exactly; nobody's name stands here but as the case may
show it; what is changed keeps its old words in the journal, what is removed stays with a reason. It points at what
does not fit together as a question; it never says who is lying.
"""

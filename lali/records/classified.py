"""How secret each field of each record is: every model says it in `CLASSIFIED`, and the suite fails when one does not.

PUBLIC may stand on a web page; INTERNAL is for members; PERSONAL is about an identifiable person who is not a victim,
or may become so by combination; VICTIM is about a possible victim and never leaves the node on its own.
"""

PUBLIC, INTERNAL, PERSONAL, VICTIM = "public", "internal", "personal", "victim"
LEVELS = (PUBLIC, INTERNAL, PERSONAL, VICTIM)

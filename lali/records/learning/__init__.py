"""What people answered in the small tests of the lesson: counted, never traced.

It lives in the letterbox database, for the public process writes it. An attempt says in which language, channel and
country somebody answered, the form, whether before or after the lesson or ten or thirty days later, the answers as bits
and the day; where somebody came by a place code of a campaign, that code and the variant. Promises: no address, no
browser, no hour, no name; two attempts of one person are tied together only by six words that the person asked for and
alone keeps, else only until the day is over, so that a page sent twice counts once.
"""

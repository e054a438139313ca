"""Looking up: a member's search across everything they may see, and building the index anew.

Promises: the doors are asked of `cases` and `agencies` at every search, never kept; what is shown of a record is what
its own page would show this member (a possible victim by code name); the journal holds that somebody searched and how
much was found, never what for. Stands above all records that can be found, since it shows each in its own words.
"""

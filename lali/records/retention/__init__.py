"""Retention: how long records are kept, what must not be disposed of, and disposing of what is over.

Promises: nothing is disposed of by itself, or by one person; a legal hold stops every disposal; after a disposal no
personal value of the record stands in any table, in the search index or in the store, and what the journal says of it
can no longer be opened, while the journal still verifies; a certificate says what was disposed of, by whom and why.
Must never touch the journal.
"""

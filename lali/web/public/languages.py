"""Which languages of the site still wait for a speaker."""

DRAFTS = frozenset({"bi", "fj", "hif", "vi"})  # a language leaves the set when a speaker has signed its catalogue off

"""Lures of the week: a pattern seen in a case or a tip, in words that name nobody, for the public.

The draft stands here, with what it was seen in; the letterbox's database, which the public process reads, is given the
words and nothing else. Promises: a lure that holds a telephone, a link, an account, a firm or a person of the case is
refused, with what was found; two members who did not write it release it; one takes it back at once.
"""

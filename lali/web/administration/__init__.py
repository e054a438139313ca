"""Administration: signing in, invitations, members, roles, sessions and the journal, on screens.

Password, second factor, passkeys and sessions are allauth's work and throttling is axes'; this package dresses their
pages, decides which of them exist, and tells the journal what happened. Promises: nobody becomes a member without an
invitation; somebody who guesses passwords shuts out only himself; outside the demo nobody works without a second
factor. Must never say whether an e-mail address is known, keep a link's token, or show a secret twice.
"""

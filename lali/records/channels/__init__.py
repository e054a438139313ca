"""Conversations by text message: where each stands, and nothing of who speaks or what is said.

It lives in the letterbox database, for the public process writes it. Promises: a telephone number is never written
down; a conversation stands under a digest of it (HMAC-SHA-256) whose key is half in this database and half in the
secret of the gateway or platform, so that the database alone cannot be tried number by number. No text is kept but
what somebody sends to be found again on the web, sealed to six words that only the answer carried, and an answer that a
platform has not taken yet, sealed together with whom it goes to, for a day at most. A conversation is forgotten after
thirty days without a word; of one that was stopped only the digest stays, for else the promise could not be kept.
"""

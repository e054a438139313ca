"""The journal: who read or wrote what, when, why; append-only, text only, a Merkle log with signed heads.

Promises: an entry is never changed or removed (the database refuses), each is a leaf of an RFC 9162 tree whose head
is signed with the node's key at every append. Must never hold a name, a message text or another personal value:
facts are references, states and field names. Imports nothing of ours but the custody engine and the keyring.
"""

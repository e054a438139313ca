"""The journal: who read or wrote what, when, why; append-only, text only, a Merkle log with signed heads.

Promises: an entry is never changed or removed (the model refuses, and what is changed behind its back is named by
`check_log`), each is a leaf of an RFC 9162 tree whose head is signed with the node's key at every append. Must never
hold a name, a message text or another personal value: facts are references, states and field names. The letterbox's
own journal tells times to the hour only. Imports nothing of ours but the custody engine and the keyring.
"""

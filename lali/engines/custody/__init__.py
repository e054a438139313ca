"""Evidence is what it was: sealing, keeping, journalling and proving exhibits.

An original is hashed and encrypted in one pass and kept write-once under the digest of its sealed bytes. Journal entries
are canonical lines, the leaves of an RFC 9162 Merkle tree whose heads are signed and countersigned. A bundle carries one
exhibit with its entries and proofs to anybody, who can check it without Lali. Promises: no changed, cut, lengthened or
exchanged byte passes unnoticed; memory stays flat whatever the size; hostile input is answered with a sentence. Must never
replace or rewrite what was kept, invent cryptography, or put a key or the content of an exhibit in an error.
"""

"""Known files: lists of digests read, and pictures compared without being shown.

Lists come as lines or CSV, as NSRL's reference data set and as VICS JSON (Project VIC); each gives digests (MD5, SHA-1,
SHA-256, PDQ) and nothing else is kept of a line. Promises: a list is read as a stream, in flat memory; a line that is
no digest is counted, never guessed. MD5 and SHA-1 serve to find, never to prove. Must never keep a picture, or say
that a file is harmless because no list names it.
"""

from lali.engines.known.lists import Digest, HashKind, ListRefused, digests_in
from lali.engines.known.pdq import (
    LARGEST,
    MATCHES_WITHIN,
    QUALITY_AT_LEAST,
    Pdq,
    bands,
    bands_near,
    distance,
    pdq_of,
)

__all__ = [
    "LARGEST",
    "MATCHES_WITHIN",
    "QUALITY_AT_LEAST",
    "Digest",
    "HashKind",
    "ListRefused",
    "Pdq",
    "bands",
    "bands_near",
    "digests_in",
    "distance",
    "pdq_of",
]

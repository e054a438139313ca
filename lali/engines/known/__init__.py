"""Known files: lists of digests read, and pictures compared without being shown.

Lists come as lines or CSV, as NSRL's reference data set and as VICS JSON (Project VIC); each gives digests (MD5, SHA-1,
SHA-256, PDQ) and nothing else is kept of a line. Promises: a list is read as a stream, in flat memory; a line that is
no digest is counted, never guessed. MD5 and SHA-1 serve to find, never to prove. Must never keep a picture, or say
that a file is harmless because no list names it.
"""

from lali.engines.known.lists import Digest, HashKind, ListRefused, digests_in
from lali.engines.known.near import Near
from lali.engines.known.pdq import (
    LARGEST,
    MATCHES_WITHIN,
    QUALITY_AT_LEAST,
    SIDE,
    SMALLEST,
    Hashes,
    Pdq,
    bands,
    bands_near,
    bits_of,
    blurred,
    distance,
    pdq_of,
    quality_of,
    turned,
    waves_of,
)

__all__ = [
    "LARGEST",
    "MATCHES_WITHIN",
    "QUALITY_AT_LEAST",
    "SIDE",
    "SMALLEST",
    "Digest",
    "HashKind",
    "Hashes",
    "ListRefused",
    "Near",
    "Pdq",
    "bands",
    "bands_near",
    "bits_of",
    "blurred",
    "digests_in",
    "distance",
    "pdq_of",
    "quality_of",
    "turned",
    "waves_of",
]

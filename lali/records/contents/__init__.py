"""Contents: the words of files that are exhibits, page by page, so that search finds them.

A file is read once, by the contained process of `engines/viewing`, in the node's own round (`lali digest`), bounded in
time, pages and letters; what could not be read says why. Promises: the words are kept sealed under a key of the node
and go when their exhibit is restricted or erased; nothing of a restricted exhibit is read. Must never: change an
exhibit, run anything in one, or show words to who may not open its case.
"""

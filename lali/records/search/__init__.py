"""Search: which records hold a word, a name or a part of a number, for whoever may open their door.

A *findable* record is a text reference behind one *door* (`case:FJ-2026-00001`, `lead:FJ-2026-00001`, `tips:htu`);
its *terms* are keyed digests of its words, of how its names sound and may be mistyped, and of pieces of its numbers.
Promises: nothing that was typed stands in the index in clear, nor can it be worked out there without the node's key;
what is taken out is gone; a search sees only records behind the doors its caller gives; both databases answer alike.
Must never: decide who may open a door, hold a title to show, or know any record's own table.

`index.put` and `index.take_out` are called inside the action that writes the record, in its transaction; the journal
entry is the action's. `queries.find` is called by `lookup`, which knows who asks.
"""

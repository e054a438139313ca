"""Forms of the programme: they clean what was typed and hand over plain values. They save nothing."""

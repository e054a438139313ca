"""Small programs for whoever works on Lali; the Makefile calls them."""

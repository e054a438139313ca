"""How days and numbers are written in the languages that Django does not know; without these it takes American ways."""

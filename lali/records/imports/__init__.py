"""Imports: registers of other systems (PIMS, FAIR) as CSV or XLSX, taken in row by row.

Promises: each row's fate is on record before anything is taken in; a row is taken in once, with its fate, in one
transaction, so that an import that was killed goes on where it stopped; a number of a register stands for one record.
Must never keep the words of a file: it knows the file's digest, and reads the file again.
"""

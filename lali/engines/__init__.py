"""Engines compute: values in, values out.

Plain typed Python without framework, database, clock or network, so that each can be read, tested and measured alone.
"""

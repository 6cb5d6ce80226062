"""Bytes to ids, text and authorship. No I/O, no clock, no knowledge of server or assist."""

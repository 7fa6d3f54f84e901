"""The file holds bytes that are not text in its encoding.

A file is read as UTF-8, or as UTF-16 or UTF-32 where it starts with their byte-order mark. Bytes that mean nothing
there would reach readers as broken letters in names and titles, so nothing is read past them.

Mend it by saving the file as UTF-8: every editor can.
"""

CODE = "encoding"
FATAL = True

"""The file contains bytes that are not text in its encoding.

A file is read as UTF-8, or as UTF-16 or UTF-32 if it starts with their byte-order mark. Bytes that are invalid there
would show up as broken letters in names and titles, so nothing after them is read.

To fix it, save the file as UTF-8: every editor can do that.
"""

CODE = "encoding"
FATAL = True

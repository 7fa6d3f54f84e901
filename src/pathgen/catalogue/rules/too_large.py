"""The file is larger than any catalogue needs.

Files of more than 16 MB or 800,000 values are not read, nor are values of more than 10,000 characters or mappings of
more than 1,000 keys. A catalogue of 10,000 entries is well below that. A larger file is usually the wrong one, or was
made to exhaust the machine that checks it.

To fix it, split the catalogue into several paths, and move long prose to a file below `content/`.
"""

CODE = "too-large"
FATAL = True

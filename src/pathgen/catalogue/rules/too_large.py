"""The file is larger than any catalogue needs to be.

Files of more than 16 MB or 500,000 values are not read, nor are values of more than 10,000 characters and mappings of
more than 1,000 keys. A catalogue of 10,000 entries stays well below that: a larger file is most often the wrong one, or
made to exhaust the machine that checks it.

Mend it by splitting the catalogue into several paths, and by putting long prose into a file below `content/`.
"""

CODE = "too-large"
FATAL = True

"""The file is larger than any catalogue needs to be.

Files of more than 16 MB or 600,000 values are not read: a catalogue of 10,000 entries takes a quarter of that, and a
larger file is most often the wrong file, or one made to exhaust the machine that checks it.

Mend it by splitting the catalogue into several paths.
"""

CODE = "too-large"
FATAL = True

"""The file is nested deeper than any catalogue needs.

A catalogue has about ten levels. More than 32 levels usually mean that a bracket was never closed, or that the file was
made to crash the program that reads it.

To fix it, close the bracket that opens at the place shown.

Bad:

    topics: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

Good:

    topics: []
"""

CODE = "too-deep"
FATAL = True

"""The file is nested deeper than any catalogue needs to be.

A catalogue has about ten levels. What is nested more than 32 levels deep is most often a bracket that was never
closed, or a file made to crash the program that reads it.

Mend it by closing the bracket that the place shown opens.

Bad:

    topics: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

Good:

    topics: []
"""

CODE = "too-deep"
FATAL = True

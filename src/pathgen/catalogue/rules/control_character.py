r"""The file contains a control character.

Characters such as NUL, escape or backspace are invisible. They come from a faulty copy and paste, or hide something
from the person who reviews the change, and YAML forbids them. U+0085, U+2028 and U+2029 are not allowed either: some
programs treat them as line ends, and editors do not show them.

To fix it, delete the character at the place shown.

Bad:

    topics:
      - id: basics
        title: "Basics\e[2K"

Good:

    topics:
      - id: basics
        title: "Basics"
"""

CODE = "control-character"
FATAL = True

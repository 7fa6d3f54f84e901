r"""The file holds a control character.

Characters such as NUL, escape or backspace cannot be seen. They come from a broken copy and paste, or are there to
hide something from the person who reviews the change, and YAML forbids them. So are U+0085, U+2028 and U+2029: to some
programs they end the line, and no editor shows it.

Mend it by deleting the character at the place shown.

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

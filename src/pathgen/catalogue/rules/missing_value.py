"""A field is written without a value.

Perhaps somebody meant to fill it in later, but readers of the file cannot know. Write a value, or delete the line: what
is not known does not have to be written. This rule cannot be turned off.

Bad:

    topics:
      - id: basics
        title:

Good:

    topics:
      - id: basics
        title: Basics
"""

CODE = "missing-value"
FATAL = True

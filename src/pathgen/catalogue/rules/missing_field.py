"""A field is missing that its part of the catalogue cannot do without.

An entry needs a title and an address, and a step, topic or library an id: without them there is nothing to show, or
nowhere to link to. That is why this rule cannot be turned down.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a
"""

CODE = "missing-field"
FATAL = True

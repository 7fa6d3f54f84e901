"""A required field is missing.

An entry needs a title and an address, and a step, topic or library needs an id. Without them there is nothing to show
or to link to. That is why this rule cannot be turned off.

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

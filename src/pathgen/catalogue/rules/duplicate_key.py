"""A field is written twice in the same place.

Only the first of the two is read, so the second would silently be missing from the site.

Bad:

    topics:
      - id: basics
        title: Basics
        title: The basics

Good:

    topics:
      - id: basics
        title: The basics
"""

CODE = "duplicate-key"

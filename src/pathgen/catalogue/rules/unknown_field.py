"""A field is not one that the catalogue has in this place.

Usually the name is misspelt, or the indentation is wrong. Its value would silently be missing from the site.

Bad:

    topics:
      - id: basics
        titel: Basics
        title: Basics

Good:

    topics:
      - id: basics
        title: Basics
"""

CODE = "unknown-field"

"""A field is not one that the catalogue has in this place.

It is most often a slip in spelling or in indentation. What it says would silently be missing from the site.

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

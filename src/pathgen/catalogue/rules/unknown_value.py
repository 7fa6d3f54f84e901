"""A value is not one of the words that its field accepts.

Kinds, roles, levels, access and statuses are closed lists, so that readers can filter by them and each word means the
same everywhere. The message lists the words, or the one that is closest. An unknown word cannot be used, which is why
this rule cannot be turned off.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", kind: artical}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", kind: article}
"""

CODE = "unknown-value"
FATAL = True

"""A field has a value that is not among the words it can take.

Kinds, roles, levels, access and states are closed lists, so that a reader can filter by them and each has a meaning
that holds across the site. The message lists the words, or the one that is closest. A value that has no meaning
cannot be used, which is why this rule cannot be turned down.

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

"""A value does not have the format of its field, such as a word where a year belongs.

Years, durations, dates, ids and languages each have a format, which the help shows. A value in another format would be
displayed or counted wrongly (the time for a step is the sum of its entries' minutes), so it is not accepted. That is
why this rule cannot be turned off.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", minutes: about an hour}

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {title: A page, url: "https://example.org/a", minutes: 50-70}
"""

CODE = "bad-value"
FATAL = True

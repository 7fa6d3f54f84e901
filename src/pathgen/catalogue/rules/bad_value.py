"""A field has a value that is not of its form, such as a word for a year.

Years, times, dates, ids and languages each have a form, given in the help. A value of another form would be shown
wrongly or counted wrongly (the time a step takes is the sum of its entries' minutes), so it is not read. That is why
this rule cannot be turned down.

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

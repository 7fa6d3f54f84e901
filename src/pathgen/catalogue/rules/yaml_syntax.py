"""The file is not valid YAML: a quote, a bracket or the indentation is wrong.

The most frequent causes are a `: ` inside a title (put the title in quotes), a tab in the indentation (use spaces) and
a quote that is never closed. The message shows the slip and the line as it has to be written; the rest of the file is
checked as if it were written so. Where a slip cannot be found out, its item is left out.

Bad:

    topics:
      - id: basics
        title: Networks: the basics

Good:

    topics:
      - id: basics
        title: "Networks: the basics"
"""

CODE = "yaml-syntax"
FATAL = True

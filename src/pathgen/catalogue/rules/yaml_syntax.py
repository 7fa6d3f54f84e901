"""The file is not valid YAML: a quote, a bracket or the indentation is wrong.

Nothing after such a place can be read, so it is the only problem shown. The most frequent causes are a `: ` inside a
title (put the title in quotes), a tab in the indentation (use spaces) and a quote that is never closed.

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

"""The file is not YAML: a quote, a bracket or an indentation is wrong.

Nothing can be read past such a place, so it is the only problem shown. The most frequent causes are a `: ` inside a
title (put the title in quotes), a tab used for indentation (use spaces) and a quote that is never closed.

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

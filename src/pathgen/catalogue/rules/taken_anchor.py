"""A heading of a step's or topic's prose has the anchor of an entry on the same page.

Ids become anchors: `steps/first.md#a-page` leads to the entry with the id `a-page`. A heading `## A page` in the prose
of that step gets the same anchor from its words, and a link can lead to one place only, so the site would not be built.

Bad (in `content/steps/first.md`, where an entry has the id `a-page`):

    ## A page

Good:

    ## About this page
"""

CODE = "taken-anchor"
FATAL = True

"""The file has lines that git left where it could not merge two versions.

Two people changed the same lines, and git wrote both versions into the file, with the lines `<<<<<<<`, `=======` and
`>>>>>>>` around them (and `|||||||` before the common old version, in the style `diff3`). Nothing is published before
somebody decides what stays. Until then, the first version is checked with the rest of the file.
Prose in `content/` is searched, too, but not its fenced blocks of code, which may show such lines.

Bad:

    topics:
    <<<<<<< HEAD
      - {id: bread, title: Bread}
    =======
      - {id: cheese, title: Cheese}
    >>>>>>> cheese

Good:

    topics:
      - {id: bread, title: Bread}
      - {id: cheese, title: Cheese}
"""

CODE = "merge-conflict"
FATAL = True

"""A file that the catalogue includes cannot be found, cannot be read, or holds what belongs elsewhere.

A large catalogue may be split: `include` names files in the folder of `resources.yaml` or below it, as patterns in
which `*` stands for any name. What these files list would silently be missing from the site if a pattern led nowhere.
A pattern never leaves the folder, a file is included once, and an included file does not include others. It may hold
every list of a catalogue (`steps`, `topics`, `libraries`, `entries` and so on), but not `rules` and `include`, which
speak of the whole. One that has a `path` is another path of the same site: it stands alone in a folder, whose name is
its address, and includes no further paths.

Bad:

    path: {title: My path}
    include: ../shared/*.yaml

Good:

    path: {title: My path}
    include: [steps/*.yaml, libraries.yaml]
"""

CODE = "bad-include"
FATAL = True

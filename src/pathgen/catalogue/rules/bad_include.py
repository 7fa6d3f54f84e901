"""A file under `include` cannot be found or read, or contains something that belongs elsewhere.

A large catalogue can be split: `include` lists files in the folder of `resources.yaml` or below it, as patterns in
which `*` matches any name. Without this rule, a pattern that matches nothing would silently leave steps and entries out
of the site. A pattern must stay in the folder, a file can be included only once, and an included file cannot include
others. It may contain every list of a catalogue (`steps`, `topics`, `libraries`, `entries` and so on), but not `rules`
and `include`, which apply to the whole catalogue. An included file with a `path` of its own is another path of the same
site: it must be alone in its folder, whose name becomes its address, and it cannot include further paths.

Bad:

    path: {title: My path}
    include: ../shared/*.yaml

Good:

    path: {title: My path}
    include: [steps/*.yaml, libraries.yaml]
"""

CODE = "bad-include"
FATAL = True

"""A link in the project's prose leads to a page or a picture that the site does not have.

A page in `content/` links to another by its file, as seen from its folder: `[the libraries](libraries.md)`,
`[the first step](steps/first.md)`. A build refuses a link that leads nowhere, so `pathgen validate` reports it before
the change is merged. Links to a heading or an entry of a page (`steps/first.md#an-entry`) are checked, too, unless the
project has templates: only a build runs them.

Bad (in `content/index.md`, where no step has the id `frist`):

```markdown
Start with [the first step](steps/frist.md).
```

Good:

```markdown
Start with [the first step](steps/first.md).
```
"""

CODE = "broken-link"
FATAL = True

"""A file beside the catalogue cannot be used to build the site.

These are `mkdocs.yml`, the files in `languages/`, `overrides/` and `templates/`, and the prose in `content/`. A build
refuses such a file: settings or texts that are not YAML, a text that pathgen does not have, a template with a mistake
in its syntax, prose that is not UTF-8 text, or a page with the name of one that pathgen writes. What only a build can
find out, such as a template that needs a value that is not there, is reported by `pathgen build`.

Bad (in `templates/step.md.j2`):

    {% if section.number %}

Good:

    {% if section.number %}{{ section.number }}{% endif %}
"""

CODE = "bad-site-file"
FATAL = True

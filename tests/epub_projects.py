"""Projects whose books the tests open: among them one whose prose and pictures try to become something else."""

from __future__ import annotations

HOSTILE_PROSE = """\
# One

#### Four levels down {: #four onclick=x }

Setext[^1] &nbsp; &copy; &#0; &#11; \x0b <br><hr> <unknown foo:bar="1" "x=1>odd</unknown>
<a href=x><a href=y>twice</a></a>

![a drawing](net.svg) ![bad](bad.svg) ![remote](https://example.org/x.png) ![none](no.png) ![](dot.png) ![lie](lie.png)

[a picture](dot.png) [a file](notes.pdf) [home](../index.md) [step](two.md#four) [here](#four) [nowhere](#nix)
[script](javascript:alert(1)) [data](data:text/html,x) [mail](mailto:a@example.org)
[broken](http://[x) [space](<http://example.org/a b|c>)
[relative](//example.org/x) [up](../../../../etc/passwd)

<svg onload="x"><title>t</title><circle r="1"/></svg> <math><mi>x</mi></math> <iframe src="https://example.org"></iframe>
<form action="https://example.org"><input name="x"><button>press</button></form> <video src="x.mp4">film</video>
```python
x = "<b>" & 1
```

| a | b |
|--:|:-:|
| 1 | `2` |

Term
:   Definition

!!! note "Titled <i>"
    Body

??? tip "Question?"
    Answer with ![a drawing](net.svg)

<!-- resources -->

Behind.

[^1]: A note with [a link](https://example.org/?a=1&b=2).

<ul>text<p>para</p><li id="a b">li<li id="a b">again</ul>
<details open><summary>Sum <div>mary</div></summary>body</details>
<style>@import "https://example.org/x.css"</style> <link rel=stylesheet href=x> <base href="https://example.org">
<?php x ?> <![CDATA[ x ]]> <!-- comment -- > -->

<script>window.pwned=1</script><p onclick="window.pwned=2">A paragraph<div>with a block<p>and another</div>
<b><table><td>cell<tr><li>lost<dl>text<dt>term</b>
"""

HOSTILE_SVG = """\
<?xml version="1.0"?><?xml-stylesheet href="https://example.org/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="alert(1)">
<script>alert(1)</script><style>@import "https://example.org/x.css";</style>
<image xlink:href="https://example.org/x.png" width="1" height="1"/>
<a xlink:href="https://example.org/"><text>away</text></a>
<rect width="9" height="9" fill="url(https://example.org/x)" onclick="alert(1)"/>
<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">html</p></foreignObject>
<circle r="4" cx="5" cy="5"/></svg>
"""
ENTITIES = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000"
    "000049454e44ae426082"
)
"""The smallest PNG."""

TWO_STEPS = """\
path: {title: Two steps, language: LANGUAGE}
steps:
  - {id: one, title: One, resources: [{title: A, url: "https://example.org/a", teaches: idea}]}
  - id: two
    title: Two
    self_check: [{question: Why?, answer: Because.}]
    resources: [{ref: one-a}, {ref: lib}, {ref: t-b}]
concepts: [{id: idea, title: An idea}]
libraries: [{id: lib, name: Lib, url: "https://example.org/lib", status: discontinued 2020}]
topics: [{id: t, title: T, resources: [{title: B, url: "http://[x"}]}]
rules: {bad-url: off, discontinued-library: off}
"""

HOSTILE = {
    "resources.yaml": TWO_STEPS.replace("LANGUAGE", "en"),
    "content/index.md": HOSTILE_PROSE.replace("net.svg", "steps/net.svg"),
    "content/steps/one.md": HOSTILE_PROSE,
    "content/steps/two.md": HOSTILE_PROSE,
    "content/steps/net.svg": HOSTILE_SVG,
    "content/steps/bad.svg": ENTITIES,
    "content/steps/dot.png": DOT,
    "content/steps/lie.png": HOSTILE_SVG,
    "content/steps/notes.pdf": b"%PDF-1.7",
}
ARABIC = {
    "resources.yaml": TWO_STEPS.replace("LANGUAGE", "ar"),
    "content/steps/one.md": "## \u0645\u0627 \u0647\u0630\u0627\n\nText.\n\n## \u0644\u0645\u0627\u0630\u0627\n",
}

"""The options of commands that make requests, each declared once; apart from those of links, which load slowly."""

from __future__ import annotations

from ipaddress import ip_network

import click

from pathgen.cli.options import read_by
from pathgen.http.proxy import proxy_of

allow_private_option = click.option(
    "--allow-private",
    callback=read_by(ip_network),
    metavar="CIDR",
    multiple=True,
    help="A private network that may be reached; repeatable.",
)
proxy_option = click.option(
    "--proxy",
    callback=read_by(proxy_of),
    envvar="PATHGEN_PROXY",
    metavar="URL",
    help="Use this proxy: http://[user:password@]host:port.  [default: $PATHGEN_PROXY, and no other variable]",
)

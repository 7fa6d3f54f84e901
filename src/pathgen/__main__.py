"""Run the command as ``python -m pathgen``."""

from pathgen.cli import main

main()

"""The settings of link checks, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass, field

from pathgen.catalogue.model import LinkPolicy
from pathgen.http.network_guard import NetworkGuard


@dataclass(frozen=True, slots=True)
class Settings:
    """How links are checked: ``timeout`` in seconds for one visit of an address, ``rate`` in requests per second."""

    jobs: int = 64
    timeout: float = 20.0
    retries: int = 2
    per_host: int = 2
    rate: float = 5.0
    guard: NetworkGuard = field(default_factory=NetworkGuard)
    ca_file: str | None = None
    budget: float | None = None
    """The seconds after which no new check starts; ``None`` for no limit."""
    failing_runs: int = 3
    failing_days: float = 7.0
    """A link is dead after this many failed runs over at least this many days."""
    policies: tuple[LinkPolicy, ...] = ()

"""Find the ``link_policy`` of a catalogue for an address: how its host is treated, and whether it is checked."""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.model import LinkPolicy
from pathgen.catalogue.resolve import Catalogue
from pathgen.http.request_url import BadAddressError, to_request_url


def policies_of(catalogue: Catalogue) -> tuple[LinkPolicy, ...]:
    """Return the policies of a catalogue and of the other paths of its site."""
    return tuple(policy for path in catalogue.whole.values() for policy in path.link_policy)


def policy_for(host: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Return the policy of a host, else that of the nearest domain above it; ``None`` if there is none."""
    matching = [policy for policy in policies if host == policy.host or host.endswith(f".{policy.host}")]
    return max(matching, key=lambda policy: len(policy.host), default=None)


def policy_of(url: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Return the policy for the host of an address; ``None`` if there is none."""
    try:
        return policy_for(to_request_url(url).host.rstrip("."), policies) if policies else None
    except BadAddressError:
        return None


def ignoring(url: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Return the policy that excludes an address from checks; ``None`` if it is checked."""
    policy = policy_of(url, policies)
    return policy if policy and policy.ignore else None

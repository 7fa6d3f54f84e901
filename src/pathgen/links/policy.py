"""Which ``link_policy`` of a catalogue an address falls under: how its host is treated, and whether it is checked."""

from __future__ import annotations

from collections.abc import Sequence

from pathgen.catalogue.model import LinkPolicy
from pathgen.catalogue.resolve import Catalogue
from pathgen.http.request_url import BadAddressError, to_request_url


def policies_of(catalogue: Catalogue) -> tuple[LinkPolicy, ...]:
    """Give the policies of a catalogue and those of the other paths of its site."""
    return tuple(policy for path in catalogue.whole.values() for policy in path.link_policy)


def policy_for(host: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Find how a host is to be treated: by its own policy, else by that of the nearest domain above it."""
    fitting = [one for one in policies if host == one.host or host.endswith(f".{one.host}")]
    return max(fitting, key=lambda one: len(one.host), default=None)


def policy_of(url: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Find how the host of an address is to be treated."""
    try:
        return policy_for(to_request_url(url).host.rstrip("."), policies) if policies else None
    except BadAddressError:
        return None


def ignoring(url: str, policies: Sequence[LinkPolicy]) -> LinkPolicy | None:
    """Find the policy by which an address is not checked; ``None`` where it is."""
    policy = policy_of(url, policies)
    return policy if policy and policy.ignore else None

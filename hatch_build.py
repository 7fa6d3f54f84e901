"""The addresses in the package's metadata: those of the repository on GitHub whose workflow builds it."""

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Adds ``urls``, by the labels that the index knows; a build anywhere else has none."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Add them to the metadata."""
        if repository := os.environ.get("GITHUB_REPOSITORY"):
            address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}"
            metadata["urls"] = {
                "Source": address,
                "Changelog": f"{address}/blob/HEAD/CHANGELOG.md",
                "Documentation": f"{address}/blob/HEAD/content/documentation/index.md",
                "Issues": f"{address}/issues",
            }

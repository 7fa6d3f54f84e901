"""Facts about repositories from GitHub and GitLab: ask for them, store them, and compare the catalogue with them."""

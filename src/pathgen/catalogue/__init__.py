"""The catalogue: read, validated, checked."""

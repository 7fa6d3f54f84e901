"""The JSON Schema of a catalogue, made from the models, so that an editor accepts what pathgen accepts."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from pathgen.catalogue.includes import INCLUDABLE
from pathgen.catalogue.model import File


def json_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12)."""
    schema = File.model_json_schema(schema_generator=_ForEditors)
    return {"$schema": _ForEditors.schema_dialect, **schema, "title": "A pathgen catalogue (resources.yaml)"}


def json_schema_included() -> dict[str, Any]:
    """Return the schema of an included file: the lists of a catalogue, without the fields for the whole catalogue."""
    schema = json_schema()
    fields = {name: field for name, field in schema["properties"].items() if name in INCLUDABLE}
    schema |= {"title": "A file that a pathgen catalogue includes", "properties": fields}
    schema["description"] = "Some lists of a catalogue."
    del schema["required"]
    return schema


def dumps(*, is_included: bool = False) -> str:
    """Return the schema as it is printed and committed."""
    schema = json_schema_included() if is_included else json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _ForEditors(GenerateJsonSchema):
    """Describes what people write in the file; pydantic's own generator describes the values in Python."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave out ``null``: a field without a value is not written at all."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out defaults that say nothing."""
        described = super().default_schema(schema)
        if not isinstance(described.get("default"), bool | str):
            described.pop("default", None)
        return described

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Use ``anyOf``, with which editors complete better; the fields of the variants exclude each other."""
        described = super().tagged_union_schema(schema)
        return {"anyOf": described["oneOf"]}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        """Return false: titles would only repeat the names of the fields."""
        return False

"""The schema of ``resources.yaml``, written once: what a catalogue may say, and what each word means.

The same models validate a file, give editors their JSON Schema, and are what the rest of pathgen reads.
Every scalar reaches them as the text its author wrote; the field decides what that text means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    Tag,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticOmit

from pathgen.catalogue.values import (
    Access,
    Date,
    EntryStatus,
    HeaderName,
    HeaderValue,
    Host,
    Id,
    Kind,
    Language,
    Level,
    LibraryState,
    LibraryStatus,
    Minutes,
    Rate,
    Role,
    Seconds,
    Setting,
    Several,
    Text,
    Url,
    Year,
    YesNo,
    one_or_more,
)
from pathgen.diagnostics import Source, Span
from pathgen.yamldoc.parse import COMPOSITE, Spans, frame_of, span_of

# --- what every part of a catalogue shares -----------------------------------------------------------------------


@dataclass(slots=True)
class ErrorBudget:
    """How many more problems a validation gathers: what comes behind them is left out, as each takes a kilobyte."""

    left: int


class Part(BaseModel):
    """A mapping of the file: immutable, closed to unknown fields, and aware of where it was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    _source: Source = PrivateAttr()
    _marks: Spans = PrivateAttr()
    _shift: int = PrivateAttr()

    @model_validator(mode="wrap")
    @classmethod
    def _validate(cls, value: object, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Count the problems of this part, or leave it out where there are enough of others."""
        patience: ErrorBudget | None = info.context
        if patience and patience.left < 0:
            raise PydanticOmit
        try:
            return validate(value)
        except ValidationError as invalid:
            if patience:
                patience.left -= invalid.error_count()
            raise

    def span(self, *path: str | int) -> Span:
        """Tell where a field stands (no path: the whole part); a field left out is told by what should hold it."""
        return span_of(self._source, self._marks, path, self._shift)

    def place(self, source: Source, marks: Spans, shift: int = 0) -> None:
        """Remember where this part and all parts in it were written; the marks count from ``shift``."""
        if len(marks) > COMPOSITE:
            source, shift = frame_of(source, marks, shift)
        self._source = source
        self._marks = marks
        self._shift = shift
        if len(marks) < COMPOSITE:  # a part may be written as one value: `requires: derivative`
            return
        for name, (_, _, mark) in marks[2].items():
            value = getattr(self, name)
            if isinstance(value, Part):
                value.place(source, mark, shift)
            elif isinstance(value, tuple) and value and isinstance(value[0], Part):
                for item, below in zip(value, mark[2] if len(mark) >= COMPOSITE else (mark,), strict=True):
                    item.place(source, below, shift)


class Credit(Part):
    """A work that the path draws on."""

    title: Text
    """What the work is called."""
    url: Url | None = None
    """Where it can be read."""
    creators: Several[Text] = ()
    """Who made it."""
    year: Year | None = None
    """When it appeared."""
    licence: Text | None = None
    """Under which licence (an SPDX name where there is one)."""
    note: Text | None = None
    """What was taken from it."""


class Defaults(Part):
    """Values for entries that do not say otherwise; they flow from path to step or topic to entry."""

    kind: Kind | None = None
    """What an entry is."""
    role: Role | None = None
    """What part an entry plays in its step."""
    level: Level | None = None
    """Who can follow."""
    language: Language | None = None
    """The language of the resource."""
    access: Access | None = None
    """What it takes to see it."""
    editions: Several[Id] = ()
    """The editions an entry belongs to; none named means all."""
    track: Id | None = None
    """The track an entry belongs to."""


class Path(Part):
    """The whole: what the reader is offered, by whom and on what terms."""

    title: Text
    """The path's name."""
    summary: Text | None = None
    """One sentence on what the reader gets."""
    audience: Text | None = None
    """Who it is for."""
    assumes: Several[Text] = ()
    """What a reader should know or have before starting."""
    outcomes: Several[Text] = ()
    """What a reader can do at the end."""
    licence: Text | None = None
    """The licence of the catalogue itself (an SPDX name where there is one)."""
    language: Language = "en"
    """The language of the site, and of entries that do not say otherwise."""
    sources: tuple[Credit, ...] = ()
    """The works the path draws on, credited on the site."""
    defaults: Defaults = Defaults()
    """Values for all entries that do not say otherwise."""


class Edition(Part):
    """One way to follow the path, such as the original list or today's."""

    id: Id
    """Its name in `editions` of an entry."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """One sentence on what sets it apart."""
    default: YesNo = False
    """Whether readers get this one first."""


class Track(Part):
    """A library's way through the path."""

    id: Id
    """Its name in `track` of an entry."""
    title: Text
    """What readers see."""
    library: Id | None = None
    """The library it uses."""


class Requirement(Part):
    """A concept that has to come first, and why."""

    id: Id
    """The concept needed."""
    because: Text | None = None
    """Why it is needed."""


def _requirement(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


_Required = Annotated[Requirement, BeforeValidator(_requirement, json_schema_input_type=Id | Requirement)]


class Concept(Part):
    """An idea that the path teaches."""

    id: Id
    """Its name in `teaches` and `requires`."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What it is, in a sentence."""
    step: Id | None = None
    """The step it belongs to; left out, the first step that teaches it."""
    requires: Annotated[
        tuple[_Required, ...], BeforeValidator(one_or_more, json_schema_input_type=Id | tuple[_Required, ...])
    ] = ()
    """The concepts to understand first."""
    aliases: Several[Id] = ()
    """Ids it once had."""


class Resource(Part):
    """Something to read, watch or do."""

    title: Text
    """Its title, as its makers wrote it."""
    url: Url
    """Where it is."""
    id: Id | None = None
    """Its name for ever; left out, it follows from the step or topic and the title."""
    aliases: Several[Id] = ()
    """Ids it once had: readers' progress and links still find it."""
    creators: Several[Text] = ()
    """Who made it, one name each."""
    year: Year | None = None
    """When it appeared."""
    kind: Kind | None = None
    """What it is."""
    role: Role | None = None
    """What part it plays in its step (default: core in a step, reference in a topic)."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    part: Text | None = None
    """Which part of it is meant: chapter 1, videos 1 to 5."""
    track: Id | None = None
    """The track it belongs to."""
    editions: Several[Id] = ()
    """The editions it belongs to; none named means all."""
    minutes: Minutes = None
    """How long it takes: 40, 2h, a range such as 2h-4h, or unknown."""
    level: Level | None = None
    """Who can follow."""
    language: Language | None = None
    """Its language."""
    access: Access | None = None
    """What it takes to see it."""
    teaches: Several[Id] = ()
    """The concepts it teaches."""
    why: Text | None = None
    """Why it is here, in one line of the curator's own words."""
    archived: Url | None = None
    """The address of an archived copy."""
    formerly: Several[Url] = ()
    """Addresses it once had, oldest first."""
    status: EntryStatus | None = None
    """What became of it, with a date: gone 2019."""
    replaced_by: Id | None = None
    """The entry to use instead."""
    added: Date | None = None
    """When it came into the catalogue."""
    reviewed: Date | None = None
    """When a curator last looked at it."""


class Reference(Part):
    """An entry or library written elsewhere in the catalogue that belongs here too."""

    ref: Id
    """The id of the entry or library."""
    part: Text | None = None
    """Which part of it is meant here."""
    role: Role | None = None
    """What part it plays here."""
    why: Text | None = None
    """Why it is here."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    track: Id | None = None
    """The track it belongs to here."""
    editions: Several[Id] = ()
    """The editions it belongs to here."""
    minutes: Minutes = None
    """How long the part meant here takes."""
    teaches: Several[Id] = ()
    """The concepts it teaches here."""


def _form(value: object) -> str:
    return "reference" if isinstance(value, Reference) or (isinstance(value, dict) and "ref" in value) else "resource"


Listed = Annotated[Annotated[Resource, Tag("resource")] | Annotated[Reference, Tag("reference")], Discriminator(_form)]
"""What a list of resources may hold: an entry in full, or `ref` to one."""


class SelfCheck(Part):
    """A question by which readers find out whether they are done."""

    question: Text
    """The question."""
    answer: Text | None = None
    """What a good answer says; shown on demand."""


def _question(value: object) -> object:
    return {"question": value} if isinstance(value, str) else value


_Asked = Annotated[SelfCheck, BeforeValidator(_question, json_schema_input_type=Text | SelfCheck)]


class Step(Part):
    """A stage of the path."""

    id: Id
    """Its name for ever, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What the reader can do after it, in a few words."""
    goals: Several[Text] = ()
    """What the reader can do after it, at most three."""
    self_check: tuple[_Asked, ...] = ()
    """Questions by which readers find out whether they are done (where the prose page does not ask them)."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `steps/ID.md` where that exists)."""
    aliases: Several[Id] = ()
    """Ids it once had."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not say otherwise."""
    resources: tuple[Listed, ...] = ()
    """What to read, watch and do, in order."""


class Library(Part):
    """A piece of software that the path speaks of."""

    id: Id
    """Its name for ever."""
    name: Text
    """What it is called."""
    url: Url
    """Its home, or where there is none its repository."""
    repository: Url | None = None
    """Where its source is kept."""
    formerly: Several[Url] = ()
    """Addresses it once had, oldest first."""
    number: Annotated[int, Field(ge=1)] | None = None
    """Its number in the list the path was made from."""
    parent: Id | None = None
    """The library it is built on or listed under."""
    languages: Several[Text] = ()
    """The programming languages it is used from or written in."""
    licence: Text | None = None
    """Its licence (an SPDX name where there is one)."""
    origin: Several[Text] = ()
    """Who made it."""
    released: Year | None = None
    """The year of its first release."""
    status: LibraryStatus | None = None
    """What became of it, with a date: discontinued 2017."""
    successor: Several[Id] = ()
    """The libraries to use instead."""
    gpu: YesNo | None = None
    """Whether it computes on GPUs."""
    why: Text | None = None
    """What it is or was good for, in one line of the curator's own words."""
    archived: Url | None = None
    """The address of an archived copy."""
    editions: Several[Id] = ()
    """The editions it belongs to; none named means all."""
    aliases: Several[Id] = ()
    """Ids it once had."""

    @property
    def has_ended(self) -> bool:
        """Whether nobody looks after it any more, as far as the catalogue says."""
        return self.status is not None and self.status.state in (LibraryState.DISCONTINUED, LibraryState.ARCHIVED)


class Topic(Part):
    """A subject with a list of tutorials; it may be divided into subtopics."""

    id: Id
    """Its name for ever, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What the list helps with, in a sentence."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `topics/ID.md` where that exists)."""
    aliases: Several[Id] = ()
    """Ids it once had."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not say otherwise."""
    resources: tuple[Listed, ...] = ()
    """Its entries, in order."""
    subtopics: tuple[Topic, ...] = ()
    """Its divisions, each with entries of its own."""


class LinkPolicy(Part):
    """How the link checker treats one host and its subdomains."""

    host: Host
    """The name of the host: `example.org` means `www.example.org` too."""
    ignore: Text | None = None
    """Why its links are not checked; left out, they are."""
    rate: Rate | None = None
    """How many requests a second it gets at most."""
    extra_seconds: Seconds | None = None
    """How much longer than others it may take to answer."""
    headers: dict[HeaderName, HeaderValue] = {}
    """Headers that it needs; `${PATHGEN_HEADER_NAME}` stands for that variable of the environment, such as a token."""


MAX_EDITIONS = 20
"""The most editions of a path: every one is a choice for the reader, and is looked at for every entry."""


class File(Part):
    """A whole `resources.yaml`."""

    path: Path
    """The whole: title, audience, terms."""
    include: Several[Text] = ()
    """Files in the folder of this one that hold more of its lists, or other paths, as patterns: `steps/*.yaml`."""
    rules: dict[str, Setting] = {}
    """How seriously a rule is taken here: its code, and error, warning or off."""
    editions: Annotated[tuple[Edition, ...], Field(max_length=MAX_EDITIONS)] = ()
    """The ways to follow the path."""
    tracks: tuple[Track, ...] = ()
    """The libraries a reader can choose from."""
    concepts: tuple[Concept, ...] = ()
    """The ideas the path teaches."""
    preparation: Step | None = None
    """What to have seen before the first step."""
    steps: tuple[Step, ...] = ()
    """The stages of the path, in order."""
    libraries: tuple[Library, ...] = ()
    """The software the path speaks of."""
    topics: tuple[Topic, ...] = ()
    """Lists of tutorials by subject."""
    entries: tuple[Resource, ...] = ()
    """Entries that steps and topics list with `ref`: written here, and shown where they are referred to."""
    link_policy: tuple[LinkPolicy, ...] = ()
    """How the link checker treats some hosts."""

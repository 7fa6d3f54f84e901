"""The schema of ``resources.yaml``: the fields of a catalogue, and what each of them means.

The same models validate a file, produce the JSON Schema for editors, and are what the rest of pathgen reads.
Every scalar reaches them as the text its author wrote; the field decides what that text means.
"""

from __future__ import annotations

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
    AnyKind,
    CheckId,
    Date,
    EntryStatus,
    HeaderName,
    HeaderValue,
    Host,
    Id,
    Language,
    Level,
    LibraryState,
    LibraryStatus,
    Minutes,
    Number,
    Rate,
    Role,
    Seconds,
    Setting,
    Several,
    Text,
    Url,
    Validation,
    Year,
    YesNo,
    one_or_more,
)
from pathgen.diagnostics import Source, Span
from pathgen.yamldoc.parse import COMPOSITE, Spans, frame_of, span_of

# --- what every part of a catalogue shares -----------------------------------------------------------------------


class Part(BaseModel):
    """A mapping of the file: immutable, without unknown fields, and with its position in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)

    _source: Source = PrivateAttr()
    _marks: Spans = PrivateAttr()
    _shift: int = PrivateAttr()

    @model_validator(mode="wrap")
    @classmethod
    def _validate(cls, value: object, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Count the errors of this part, or leave it out where there are enough already."""
        validation: Validation | None = info.context
        if validation and validation.errors_left < 0:
            raise PydanticOmit
        try:
            return validate(value)
        except ValidationError as invalid:
            if validation:
                validation.errors_left -= invalid.error_count()
            raise

    def span(self, *path: str | int) -> Span:
        """Return where a field is written: the whole part for no path, the part around it for a missing field."""
        return span_of(self._source, self._marks, path, self._shift)

    def place(self, source: Source, marks: Spans, shift: int = 0) -> None:
        """Store where this part and all parts in it are written; the marks count from ``shift``."""
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
    """A work on which the path is based."""

    title: Text
    """What the work is called."""
    url: Url | None = None
    """Where it can be read."""
    creators: Several[Text] = ()
    """Who made it."""
    year: Year | None = None
    """When it was published."""
    licence: Text | None = None
    """Its licence (an SPDX name where there is one)."""
    note: Text | None = None
    """What the path uses of it."""


class Defaults(Part):
    """Values for entries that do not have their own; those of a step or topic come before those of the path."""

    kind: AnyKind | None = None
    """What an entry is."""
    role: Role | None = None
    """The role of an entry in its step."""
    level: Level | None = None
    """What a reader needs to know to follow it."""
    language: Language | None = None
    """The language of the resource."""
    access: Access | None = None
    """What a reader needs to see it."""
    editions: Several[Id] = ()
    """The editions an entry belongs to (default: all)."""
    track: Id | None = None
    """The track an entry belongs to."""


class Path(Part):
    """The path as a whole: its title, its readers and its terms."""

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
    """The language of the site, and of entries that do not name another."""
    show_rules: YesNo = False
    """Whether the site has a page with the rules of `pathgen validate`, for contributors."""
    sources: tuple[Credit, ...] = ()
    """The works on which the path is based, credited on the site."""
    defaults: Defaults = Defaults()
    """Values for all entries that do not have their own."""


class Edition(Part):
    """One way to follow the path, such as the original list or today's."""

    id: Id
    """Its name in `editions` of an entry."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """One sentence on how it differs from the others."""
    default: YesNo = False
    """Whether readers get this one first."""


class Track(Part):
    """A variant of the path that uses one library."""

    id: Id
    """Its name in `track` of an entry."""
    title: Text
    """What readers see."""
    library: Id | None = None
    """The library it uses."""


class KindOfCatalogue(Part):
    """A kind of resource that the catalogue adds to those below, or one of those under another name."""

    id: Id
    """Its name in `kind` of an entry."""
    title: Text
    """What readers see."""


class Requirement(Part):
    """A concept that must come first, and why."""

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
    """The step it belongs to (default: the first step that teaches it)."""
    requires: Annotated[
        tuple[_Required, ...], BeforeValidator(one_or_more, json_schema_input_type=Id | tuple[_Required, ...])
    ] = ()
    """The concepts to understand first."""
    aliases: Several[Id] = ()
    """Its former ids."""


class Also(Part):
    """Further addresses of a resource, by what is there."""

    free_copy: Several[Url] = ()
    """A copy that is free to read."""
    doi: Several[Url] = ()
    """Its DOI, as https://doi.org/…."""
    paper: Several[Url] = ()
    """The paper."""
    book: Several[Url] = ()
    """The book."""
    notes: Several[Url] = ()
    """Notes, such as those of the lecture."""
    slides: Several[Url] = ()
    """The slides."""
    video: Several[Url] = ()
    """A video, or a series of them."""
    audio: Several[Url] = ()
    """A recording to listen to."""
    code: Several[Url] = ()
    """The source code."""
    notebook: Several[Url] = ()
    """A notebook to run."""
    data: Several[Url] = ()
    """The data."""
    demo: Several[Url] = ()
    """A demonstration to try."""
    exercises: Several[Url] = ()
    """Exercises or assignments."""
    solutions: Several[Url] = ()
    """The solutions of the exercises."""
    documentation: Several[Url] = ()
    """The manual or reference."""
    package: Several[Url] = ()
    """Its page in a package registry."""
    discussion: Several[Url] = ()
    """Where people talk about it."""
    other: Several[Url] = ()
    """Another address."""

    @property
    def given(self) -> dict[str, list[str]]:
        """Return the addresses by what is there, without what has none."""
        return {name: [*urls] for name in type(self).model_fields if (urls := getattr(self, name))}

    @property
    def addresses(self) -> tuple[tuple[str, int, str], ...]:
        """Return each address after what is there and its number among those, in the order of the schema."""
        return tuple(
            (name, index, url) for name in type(self).model_fields for index, url in enumerate(getattr(self, name))
        )


class Resource(Part):
    """Something to read, watch or do."""

    title: Text
    """Its title, as its authors wrote it."""
    url: Url
    """Where it is."""
    id: Id | None = None
    """Its permanent name (default: made from the step or topic and the title)."""
    aliases: Several[Id] = ()
    """Its former ids, so that readers' progress and links still find it."""
    creators: Several[Text] = ()
    """Who made it, one name each."""
    year: Year | None = None
    """When it was published."""
    kind: AnyKind | None = None
    """What it is."""
    role: Role | None = None
    """Its role in its step (default: core in a step, reference in a topic)."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    pick: YesNo = False
    """Marks what a curator would take from a topic today: it comes first, the rest of the list is folded below."""
    part: Text | None = None
    """The part of it to use: chapter 1, videos 1 to 5."""
    track: Id | None = None
    """The track it belongs to."""
    editions: Several[Id] = ()
    """The editions it belongs to (default: all)."""
    minutes: Minutes = None
    """How long it takes: 40, 2h, a range such as 2h-4h, or unknown."""
    open_ended: YesNo = False
    """Marks a work to follow for as long as one likes, such as a whole book; its hours count in no total."""
    level: Level | None = None
    """What a reader needs to know to follow it."""
    language: Language | None = None
    """Its language."""
    access: Access | None = None
    """What a reader needs to see it."""
    licence: Text | None = None
    """Its licence, such as CC BY 4.0."""
    tags: Several[Text] = ()
    """Words to find it by, besides the topic that lists it."""
    teaches: Several[Id] = ()
    """The concepts it teaches."""
    why: Text | None = None
    """Why it is listed, in one line of the curator's own words."""
    also: Also | None = None
    """Its other addresses, by what is there: its code, slides, a free copy."""
    archived: Url | None = None
    """The address of an archived copy."""
    formerly: Several[Url] = ()
    """Its former addresses, oldest first."""
    status: EntryStatus | None = None
    """Its status, with a date: gone 2019."""
    replaced_by: Id | None = None
    """The entry to use instead."""
    added: Date | None = None
    """When it was added to the catalogue."""
    reviewed: Date | None = None
    """When a curator last looked at it."""


class Reference(Part):
    """A second place for an entry or library that is written elsewhere in the catalogue."""

    ref: Id
    """The id of the entry or library."""
    part: Text | None = None
    """The part of it to use here."""
    role: Role | None = None
    """Its role here."""
    why: Text | None = None
    """Why it is listed here."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    pick: YesNo = False
    """Marks what a curator would take from a topic today."""
    track: Id | None = None
    """The track it belongs to here."""
    editions: Several[Id] = ()
    """The editions it belongs to here."""
    minutes: Minutes = None
    """How long the part to use here takes."""
    open_ended: YesNo = False
    """Marks such a work in this place; a reference to one is open-ended, too, unless it has `part` or `minutes`."""
    teaches: Several[Id] = ()
    """The concepts it teaches here."""


def _tag(value: object) -> str:
    return "reference" if isinstance(value, Reference) or (isinstance(value, dict) and "ref" in value) else "resource"


Listed = Annotated[Annotated[Resource, Tag("resource")] | Annotated[Reference, Tag("reference")], Discriminator(_tag)]
"""An item of a list of resources: an entry in full, or `ref` to one."""


class Goal(Part):
    """Something that readers can do after a step."""

    text: Text
    """What readers can do."""
    editions: Several[Id] = ()
    """The editions in which the step teaches it (default: all)."""


def _goal(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


_Goal = Annotated[Goal, BeforeValidator(_goal, json_schema_input_type=Text | Goal)]


class SelfCheck(Part):
    """A question with which readers check whether they are done."""

    question: Text
    """The question."""
    answer: Text | None = None
    """A good answer, which the site shows on demand."""
    see: Several[Id] = ()
    """The ids of entries for readers who did not know the answer."""
    editions: Several[Id] = ()
    """The editions whose readers are asked it (default: all)."""
    aliases: Several[CheckId] = ()
    """Its former ids, which `pathgen diff` shows after its words have changed."""


def is_for(part: Goal | SelfCheck, edition: str | None) -> bool:
    """Whether a goal or a question is for the readers of an edition; without one, every reader sees it."""
    return not edition or not part.editions or edition in part.editions


def _question(value: object) -> object:
    return {"question": value} if isinstance(value, str) else value


_Asked = Annotated[SelfCheck, BeforeValidator(_question, json_schema_input_type=Text | SelfCheck)]


class Step(Part):
    """A stage of the path."""

    id: Id
    """Its permanent name, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What readers can do after it, in a few words."""
    goals: Annotated[
        tuple[_Goal, ...], BeforeValidator(one_or_more, json_schema_input_type=Text | tuple[_Goal, ...])
    ] = ()
    """What readers can do after it: at most three in each edition."""
    self_check: tuple[_Asked, ...] = ()
    """Questions with which readers check whether they are done (if the prose page does not ask them)."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `steps/ID.md` if that exists)."""
    aliases: Several[Id] = ()
    """Its former ids."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not have their own."""
    resources: tuple[Listed, ...] = ()
    """What to read, watch and do, in order."""


class Library(Part):
    """A piece of software that the path mentions."""

    id: Id
    """Its permanent name."""
    name: Text
    """Its name for readers."""
    url: Url
    """Its home page, or its repository if it has none."""
    repository: Url | None = None
    """Where its source code is."""
    formerly: Several[Url] = ()
    """Its former addresses, oldest first."""
    number: Number | None = None
    """Its number in the list from which the path was made."""
    parent: Id | None = None
    """The library on which it is built, or under which it is listed."""
    languages: Several[Text] = ()
    """The programming languages it is used from or written in."""
    licence: Text | None = None
    """Its licence (an SPDX name where there is one)."""
    origin: Several[Text] = ()
    """Who made it."""
    released: Year | None = None
    """The year of its first release."""
    status: LibraryStatus | None = None
    """Its status, with a date: discontinued 2017."""
    successor: Several[Id] = ()
    """The libraries that continue its work: they took over its code or its ideas. The timeline draws these."""
    use_instead: Several[Id] = ()
    """The libraries to use instead, the best first (default: its successors)."""
    gpu: YesNo | None = None
    """Whether it computes on GPUs."""
    why: Text | None = None
    """What it is or was useful for, in one line of the curator's own words."""
    archived: Url | None = None
    """The address of an archived copy."""
    editions: Several[Id] = ()
    """The editions it belongs to (default: all)."""
    aliases: Several[Id] = ()
    """Its former ids."""

    @property
    def has_ended(self) -> bool:
        """Whether it is no longer maintained, according to the catalogue."""
        return self.status is not None and self.status.state in (LibraryState.DISCONTINUED, LibraryState.ARCHIVED)

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """The ids of the libraries to use instead: those that the catalogue advises, or else its successors."""
        return self.use_instead or self.successor


class Topic(Part):
    """A subject with a list of resources; it may be divided into subtopics."""

    id: Id
    """Its permanent name, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What the list is useful for, in a sentence."""
    collected: Date | None = None
    """When the list was collected; picks may be newer."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `topics/ID.md` if that exists)."""
    aliases: Several[Id] = ()
    """Its former ids."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not have their own."""
    resources: tuple[Listed, ...] = ()
    """Its entries, in order."""
    subtopics: tuple[Topic, ...] = ()
    """Its subtopics, each with its own entries."""


class LinkPolicy(Part):
    """How the link checker treats one host and its subdomains."""

    host: Host
    """The host name; `example.org` includes `www.example.org`."""
    ignore: Text | None = None
    """Why its links are not checked (default: they are checked)."""
    rate: Rate | None = None
    """The most requests per second."""
    extra_seconds: Seconds | None = None
    """How many seconds it may take to answer, on top of the usual time."""
    headers: dict[HeaderName, HeaderValue] = {}
    """Headers for its requests; `${PATHGEN_HEADER_A}` is that variable, for the host in `PATHGEN_HEADER_A_HOST`."""


MAX_EDITIONS = 20
"""The most editions of a path: readers have to choose one, and every entry is checked for each."""


class File(Part):
    """A whole `resources.yaml`."""

    path: Path
    """The path as a whole: title, audience, terms."""
    include: Several[Text] = ()
    """Files with more of its lists, or with other paths, as patterns relative to this file: `steps/*.yaml`."""
    rules: dict[str, Setting] = {}
    """The severity of rules, by their codes."""
    editions: Annotated[tuple[Edition, ...], Field(max_length=MAX_EDITIONS)] = ()
    """The ways to follow the path."""
    tracks: tuple[Track, ...] = ()
    """The libraries from which a reader can choose."""
    kinds: tuple[KindOfCatalogue, ...] = ()
    """Kinds of resources besides those that every catalogue has."""
    concepts: tuple[Concept, ...] = ()
    """The ideas the path teaches."""
    preparation: Step | None = None
    """What to know before the first step."""
    steps: tuple[Step, ...] = ()
    """The stages of the path, in order."""
    libraries: tuple[Library, ...] = ()
    """The software that the path mentions."""
    topics: tuple[Topic, ...] = ()
    """Lists of resources by subject."""
    entries: tuple[Resource, ...] = ()
    """Entries that steps and topics list with `ref`; they are shown only there."""
    link_policy: tuple[LinkPolicy, ...] = ()
    """How the link checker treats certain hosts."""

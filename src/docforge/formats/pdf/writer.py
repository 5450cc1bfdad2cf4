"""The structure tree as PDF objects: StructTreeRoot, ParentTree, IDTree, RoleMap.

Invariant: every marked content and every annotation leads back to exactly one element.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

from docforge.formats.pdf.marked_content import MarkedContent
from docforge.formats.pdf.profile import Profile, namespace_of
from docforge.formats.pdf.structure import Attributes, StructureElement

# Attribute values that are names; all others are numbers or arrays.
_NAMES = frozenset(
    {"Scope", "ListNumbering", "Placement", "WritingMode", "TextDecorationType", "NoteType"}
)


class TreeWriter:
    """Writes one tree into `pdf`; `pages` and `streams` are those that were painted."""

    def __init__(self, pdf: Any, pages: list[Any], streams: list[Any], profile: Profile) -> None:
        self._pdf, self._pages, self._profile = pdf, pages, profile
        self._owners: dict[Any, list[bytes]] = {stream: [] for stream in streams}
        self._annotations: list[tuple[Any, bytes]] = []
        self._idents: list[tuple[bytes, bytes]] = []
        self._objects: dict[StructureElement, Any] = {}
        self._namespaces: dict[str, Any] = {}

    def write(self, root: StructureElement) -> dict[StructureElement, Any]:
        """Write the tree below and with `root`. The object of each node."""
        tree = self._object(pydyf.Dictionary({"Type": "/StructTreeRoot"}))
        root.prune()
        self._place(root, tree.reference)
        tree["K"] = pydyf.Array([self._objects[root].reference])
        self._explain(tree)
        parents = self._parent_tree()
        tree["ParentTree"] = parents.reference
        tree["ParentTreeNextKey"] = len(parents["Nums"]) // 2
        if self._idents:
            names = [item for pair in sorted(self._idents) for item in pair]
            tree["IDTree"] = self._object(pydyf.Dictionary({"Names": pydyf.Array(names)})).reference
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        return self._objects

    def _explain(self, tree: Any) -> None:
        """Where structure types are defined, and which elements refer to which."""
        if not self._profile.native:
            roles = {name: f"/{role}" for name, role in self._profile.role_map.items()}
            tree["RoleMap"] = pydyf.Dictionary(roles)
            return
        spaces = [space.reference for space in self._namespaces.values()]
        tree["Namespaces"] = pydyf.Array(spaces)
        for node, made in self._objects.items():
            refs = [self._objects[ref].reference for ref in node.refs if ref in self._objects]
            if refs:
                made["Ref"] = pydyf.Array(refs)

    def _namespace(self, role: str) -> bytes:
        name = namespace_of(role)
        if name not in self._namespaces:
            space = {"Type": "/Namespace", "NS": pydyf.String(name)}
            self._namespaces[name] = self._object(pydyf.Dictionary(space))
        reference: bytes = self._namespaces[name].reference
        return reference

    def _object(self, made: Any) -> Any:
        self._pdf.add_object(made)
        return made

    def _place(self, node: StructureElement, parent: bytes) -> None:
        role = self._profile.roles.get(node.role, node.role)
        made = self._object(pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent}))
        self._objects[node] = made
        if self._profile.native:
            made["NS"] = self._namespace(role)
        page = next((kid.page for kid in node.kids() if isinstance(kid, MarkedContent)), None)
        if page is not None:
            made["Pg"] = self._pages[page].reference
        self._say(node, made)
        made["K"] = pydyf.Array(self._kids(node, made, page))
        if not made["K"]:
            del made["K"]

    def _say(self, node: StructureElement, made: Any) -> None:
        """What an element says besides its content (ISO 32000-1, table 323)."""
        texts = {
            "Lang": node.lang,
            "Alt": node.alt,
            "ActualText": node.actual_text,
            "E": node.expansion,
            "ID": node.ident,
        }
        for name, text in texts.items():
            if text is not None:
                made[name] = pydyf.String(text)
        if node.ident is not None:
            self._idents.append((pydyf.String(node.ident).data, made.reference))
        box = [sequence.bbox for sequence in node.sequences if sequence.bbox]
        if box and node.role in ("Figure", "Formula"):
            node.attributes.setdefault("Layout", {})["BBox"] = tuple(round(n, 2) for n in box[0])
        attributes = [
            self._attributes(owner, own)
            for owner, own in node.attributes.items()
            if self._profile.native or owner != "FENote"
        ]
        if attributes:
            made["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)

    def _attributes(self, owner: str, own: Attributes) -> Any:
        made = pydyf.Dictionary({"O": f"/{owner}"})
        for name, value in own.items():
            if name == "ListNumbering":
                value = self._profile.numberings.get(str(value), value)
            made[name] = _value(name, value)
        return made

    def _kids(self, node: StructureElement, made: Any, page: int | None) -> Iterator[Any]:
        for kid in node.kids():
            if isinstance(kid, MarkedContent):
                yield self._content(kid, made, page)
            else:
                self._place(kid, made.reference)
                yield self._objects[kid].reference
        for annotation in node.annotations:
            self._annotations.append((annotation.dictionary, made.reference))
            yield pydyf.Dictionary(
                {
                    "Type": "/OBJR",
                    "Obj": annotation.dictionary.reference,
                    "Pg": self._pages[annotation.page].reference,
                }
            )

    def _content(self, sequence: MarkedContent, made: Any, page: int | None) -> Any:
        """A marked-content identifier or, from another stream or page, a reference to one."""
        owners = self._owners[sequence.stream]
        assert sequence.mcid is not None
        owners.extend([b"null"] * (sequence.mcid + 1 - len(owners)))
        owners[sequence.mcid] = made.reference
        on_page = sequence.stream.base is None
        if on_page and sequence.page == page:
            return sequence.mcid
        reference = {
            "Type": "/MCR",
            "Pg": self._pages[sequence.page].reference,
            "MCID": sequence.mcid,
        }
        if not on_page:
            reference["Stm"] = sequence.stream.reference
        return pydyf.Dictionary(reference)

    def _parent_tree(self) -> Any:
        numbers: list[Any] = []
        # WeasyPrint has numbered the pages from 0; forms and annotations follow.
        on_pages = [stream for stream in self._owners if stream.base is None]
        in_forms = [s for s, owners in self._owners.items() if s.base is not None and owners]
        for key, stream in enumerate([*on_pages, *in_forms]):
            numbers += [key, pydyf.Array(self._owners[stream])]
            if stream.base is not None:
                stream.extra["StructParents"] = key
        for key, (dictionary, parent) in enumerate(self._annotations, len(numbers) // 2):
            dictionary["StructParent"] = key
            numbers += [key, parent]
        return self._object(pydyf.Dictionary({"Nums": pydyf.Array(numbers)}))


def _value(name: str, value: object) -> Any:
    if isinstance(value, tuple):
        return pydyf.Array([pydyf.String(v) if isinstance(v, str) else v for v in value])
    return f"/{value}" if name in _NAMES else value

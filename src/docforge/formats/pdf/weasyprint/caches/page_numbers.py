"""Numbers of pages in texts: what points to a place is found by the name of the place.

WeasyPrint looks through all that points anywhere, for each place and for each text that points:
with 2,000 headings and their lines in the contents, eight million looks. And it does not know what
place the attribute of an element names (`target-counter(attr(href url), page)`), so that it makes
contents again for the sake of their own page, and lays them out three times.

Invariant: a text is made again when a number in it has changed, and then its page.
"""

import copy
from functools import partial
from typing import Any

from weasyprint.css.targets import TargetCollector, anchor_name_from_token, get_url_tuple

_begin = TargetCollector.__init__


def begin(collector: Any) -> None:
    """Begin to collect, as `TargetCollector.__init__` does."""
    _begin(collector)
    collector.counter_lookup_items = _Lookups()
    collector.cache_target_page_counters = partial(_place_found, collector)


class _Lookups(dict[tuple[Any, str], Any]):
    """What needs numbers of pages, by its box and the property that has them in it.

    All items are asked for at the end only, for other properties than `content`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.by_place: dict[str, list[Any]] = {}
        self._others: list[tuple[tuple[Any, str], Any]] = []

    def setdefault(self, key: tuple[Any, str], item: Any = None) -> Any:
        """Keep `item`, unless there is one."""
        if key not in self:
            self[key] = item
            if key[1] != "content":
                self._others.append((key, item))
            else:
                _name_places(item, key[0])
                for place in item.missing_target_counters:
                    self.by_place.setdefault(place, []).append(item)
        return self[key]

    def items(self) -> Any:
        """All that is no `content`."""
        return self._others


def _name_places(item: Any, box: Any) -> None:
    """Say which places a generated text points to by the address of its element, if it does."""
    content = box.style["content"]
    if None not in item.missing_target_counters or len(item.missing_target_counters) > 1:
        return
    if any(kind in ("counter()", "counters()") for kind, _ in content):
        return
    counters = item.missing_target_counters.pop(None)
    for token in (value[0] for kind, value in content if kind.startswith("target-counter")):
        (name, _, fallback) = token[1]
        url = get_url_tuple(box.element.get(name, fallback), box.style.base_url)
        item.missing_target_counters[anchor_name_from_token(("url", url))] = counters
    # WeasyPrint takes them for counters of the text's own page.
    item.missing_counters = []


def _place_found(collector: Any, name: str, numbers: Any, page: int, page_maker: Any) -> None:
    """Note the page of the place `name`, as `cache_target_page_counters` does."""
    place = None if collector.collecting else collector.target_lookup_items.get(name)
    if place is None or place.state != "up-to-date":
        return
    place.page_maker_index = page
    before = place.cached_page_counter_values
    if before == numbers:
        return
    place.cached_page_counter_values = copy.deepcopy(numbers)
    for item in collector.counter_lookup_items.by_place.get(name, ()):
        if item.page_maker_index is None or item.page_maker_index >= len(page_maker):
            item.pending = True
        elif any(
            numbers.get(each) not in (None, before.get(each))
            for each in item.missing_target_counters[name]
        ):
            page_maker[item.page_maker_index][-1]["content_changed"] = True
            item.parse_again(item.cached_page_counter_values)

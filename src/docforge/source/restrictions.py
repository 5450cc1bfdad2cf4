"""What a source's settings say of how far it may go."""

from docforge.document.restrictions import Embargo, Restrictions
from docforge.source.config import Settings


def restrictions_of(settings: Settings) -> Restrictions:
    """The restrictions that `settings` say."""
    embargo = None
    if settings.embargo or settings.status == "embargoed":
        embargo = Embargo.of(settings.embargo or "yes")
    return Restrictions(settings.status == "draft", embargo, settings.classification)

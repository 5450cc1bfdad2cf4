"""What the user asks for: docforge.toml and front matter, read to frozen options.

Nothing here touches a source's text; a key exists for both places or for neither.
"""

from docforge.source.config.file import Config, load_config
from docforge.source.config.limits import DEFAULT_LIMITS, Limits
from docforge.source.config.lint import Lint
from docforge.source.config.settings import Settings

__all__ = ["DEFAULT_LIMITS", "Config", "Limits", "Lint", "Settings", "load_config"]

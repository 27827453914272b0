"""Settings, all from the environment; README.md lists the variables.

A bad value is refused here. A missing one is refused by ``config.checks`` before
anything is served: commands that only prepare (``up``, ``makemigrations``) run
without database and secrets.
"""

from config.settings.api import *  # noqa: F403
from config.settings.applications import *  # noqa: F403
from config.settings.databases import *  # noqa: F403
from config.settings.installation import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.mail import *  # noqa: F403
from config.settings.people import *  # noqa: F403
from config.settings.work import *  # noqa: F403

"""The command line: ``python -m bot``, and ``briefing`` where the program is installed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from bot.cli import parse
from bot.errors import BriefingError, SettingsError, StorageBusy, UserError
from bot.program.basis import prepare
from bot.program.tasks import TASKS
from bot.settings import read_settings
from bot.wording import Wording


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; the exit code: 0 done, 1 failed, 2 asked wrongly."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return asyncio.run(TASKS[options.task](prepare(options, read_settings())))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except UserError as error:
        sys.stderr.write(f"{Wording()(error.sentence, **error.details)}\n")
    except StorageBusy:
        sys.stderr.write(f"{Wording()('running-already')}\n")
    except BriefingError as error:
        sys.stderr.write(f"{error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Named points where a test may slow, break or kill the program. Off unless FAIR_ENV=testing."""

import os
import signal
import time

from flask import current_app


def reach(name: str) -> bool:
    """Act as FAIR_FAILPOINTS says for `name`: "a=sleep:0.2,b=kill,c=raise,d=off".

    Returns: True when the failpoint is "off", which asks the caller to skip its guard: the negative control of a race test.
    """
    configured = current_app.config["FAIR_FAILPOINTS"]
    if not configured:
        return False
    action = dict(part.split("=", 1) for part in configured.split(",")).get(name, "")
    if action.startswith("sleep:"):
        time.sleep(float(action.removeprefix("sleep:")))
    elif action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "raise":
        raise RuntimeError(f"failpoint {name}")
    return bool(action == "off")

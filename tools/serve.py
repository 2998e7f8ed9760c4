"""Production: web and worker by the environment, see the README. A part that dies is started again."""

import os
import sys
import time

from supervise import BIN, ROOT, Children, Stopped, raise_on_signals, refuse_taken_port, web_command, worker_command

sys.path.insert(0, str(ROOT))
import config


def main() -> int:
    try:
        settings = config.load_settings()
    except config.ConfigError as error:
        print(f"Refusing to start: {error}", file=sys.stderr)
        return 1
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    refuse_taken_port(host, port)
    workers, threads = int(os.environ.get("WEB_CONCURRENCY", "2")), int(os.environ.get("WEB_THREADS", "4"))
    commands = {
        "web": web_command(host, port, workers, threads),
        "worker": worker_command(int(os.environ.get("JOB_THREADS", "3"))),
    }
    raise_on_signals()
    children = Children(dict(os.environ))
    try:
        children.start("migrations", [BIN / "flask", "--app", "wsgi", "db", "upgrade"])
        if children.running.pop("migrations").wait():
            print("The migrations failed; nothing was started.", file=sys.stderr)
            return 1
        for name, command in commands.items():
            children.start(name, command)
        print(f"Serving {settings['BASE_URL']} on {host}:{port}.", flush=True)
        while True:
            time.sleep(1)
            if name := children.ended():
                print(f"{name} ended with {children.running[name].returncode}; starting it again.", file=sys.stderr)
                time.sleep(2)
                children.start(name, commands[name])
    except Stopped:
        return 0
    finally:
        children.stop()


if __name__ == "__main__":
    sys.exit(main())

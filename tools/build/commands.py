"""The commands of build.py that need .venv: build.py runs itself again with its Python 3.13."""

import sys
from argparse import Namespace

from . import checks, locks, server, site
from .common import SITE, Failure, run, say


def generate() -> int:
    """Write the generated files anew."""
    run([sys.executable, "tools/generate.py"], "tools/generate.py", quiet=False)
    return 0


def dist() -> int:
    """Write dist/ and say what is in it."""
    site.build()
    site.describe()
    return 0


def serve(host: str, port: int) -> int:
    """Build the site if it is stale, and serve it until Ctrl-C."""
    site.build()
    try:
        listener = server.make_server(SITE, host, port)
    except OSError as error:
        raise Failure(f"cannot listen on {host}:{port} ({error.strerror}): "
                      "choose another with --port.") from None
    say(f"PyOrrery is at http://{host}:{listener.server_port}/  (Ctrl-C stops)")
    try:
        listener.serve_forever()
    except KeyboardInterrupt:
        say("\nstopped")
    finally:
        listener.server_close()
    return 0


def command(args: Namespace) -> int:
    """Run one parsed command; return its exit status."""
    if args.command == "serve":
        return serve(args.host, args.port)
    if args.command == "test":
        return checks.test(args.rest)
    if args.command == "check":
        return checks.check(web=not args.fast)
    return {"dist": dist, "generate": generate, "lock": locks.renew}[args.command]()

"""The command `serve`: the app on this machine, from wherever the package is installed."""

import argparse
import os
import sys
import tomllib

from ruxcheck import HOME
from ruxcheck.cli.options import RunError, UsageError, once

HOST, PORT = "127.0.0.1", "8501"
MOST_PORT = 65_535


def serve(options: argparse.Namespace) -> int:
    """Open the app and serve it until interrupted; 0 then. Raises UsageError for an option that cannot be used."""
    host, port = once("--host", options.host) or HOST, once("--port", options.port) or PORT
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= MOST_PORT):
        raise UsageError(f"--port: '{port}' was given; allowed: 1 to {MOST_PORT}")
    if options.frame_origin:
        os.environ["RUXCHECK_FRAME_ORIGINS"] = " ".join(options.frame_origin)
    try:
        import uvicorn
        from streamlit import config, logger
    except ModuleNotFoundError as error:
        raise RunError(f"serve: {error.name} is not installed; pip install ruxcheck brings it") from error
    _configure(config, (once("--base-path", options.base_path) or "").strip("/"))
    logger.set_log_level("error")  # the level in the settings counts only where the framework has read them itself
    sys.path.insert(0, HOME)
    base = config.get_option("server.baseUrlPath").strip("/")
    print(f"RuxCheck: http://{host}:{port}/{base}", file=sys.stderr)
    uvicorn.run(
        "app:app",
        host=host,
        port=int(port),
        log_level="warning",
        access_log=False,  # an address holds a patient's figures where a user asked for a link
        server_header=False,
        ws_per_message_deflate=False,
        forwarded_allow_ips="127.0.0.1",
    )
    return 0


def _configure(config, base_path: str) -> None:
    """The settings that the app ships with, where the folder it is started in sets none of its own."""
    with open(os.path.join(HOME, ".streamlit", "config.toml"), "rb") as file:
        shipped = _flat(tomllib.load(file))
    for name, value in shipped.items():
        if not config.is_manually_set(name):
            config.set_option(name, value)
    if base_path:
        config.set_option("server.baseUrlPath", base_path)


def _flat(settings: dict, above: str = "") -> dict[str, object]:
    """The same settings by their full names: "theme.light.textColor"."""
    found: dict[str, object] = {}
    for name, value in settings.items():
        found |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}": value}
    return found

"""Firefox and WebKitGTK, each driven by its own protocol: what a smoke test needs, and no more.

Firefox answers WebDriver BiDi itself (https://w3c.github.io/webdriver-bidi/); WebKitGTK has a program that answers
WebDriver (https://www.w3.org/TR/webdriver2/), and needs a display, which Xvfb provides.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol, cast

import requests
from websockets.sync.client import ClientConnection, connect

INSTALL = {
    "firefox": "apt-get install firefox-esr",
    "webkit": "apt-get install webkit2gtk-driver xvfb",
}
"""How to get each browser on Debian and Ubuntu."""
_SECONDS = 60
_MINI_BROWSER = "*/webkit2gtk-4.*/MiniBrowser"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element (WebDriver §11)


class OtherBrowser(Protocol):
    """One open page."""

    def open(self, url: str) -> None:
        """Open an address and wait until it is loaded."""

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript, which JSON can hold."""

    def click(self, selector: str) -> None:
        """Click the middle of an element, as a mouse does."""


def wait_for(browser: OtherBrowser, expression: str) -> Any:
    """Wait until an expression is true and return its value."""
    end = monotonic() + _SECONDS
    while not (value := browser.evaluate(expression)):
        assert monotonic() < end, f"never true: {expression}"
        sleep(0.05)
    return value


class _Firefox:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._count = 0
        self._call("session.new", capabilities={})
        [page] = self._call("browsingContext.getTree")["contexts"]
        self._page = page["context"]

    def _call(self, method: str, **params: Any) -> Any:
        self._count += 1
        self._connection.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while (answer := json.loads(self._connection.recv(_SECONDS))).get("id") != self._count:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def _evaluated(self, expression: str) -> dict[str, Any]:
        result = self._call("script.evaluate", expression=expression, target={"context": self._page}, awaitPromise=True)
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return cast("dict[str, Any]", result["result"])

    def evaluate(self, expression: str) -> Any:
        value = self._evaluated(f"JSON.stringify({expression})").get("value")
        return None if value is None else json.loads(value)

    def click(self, selector: str) -> None:
        found = self._evaluated(f"(() => {{ {_scrolled(selector)}; return element }})()")
        origin = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        pointer = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        actions = [{"type": "pointer", "id": "mouse", "actions": pointer}]
        self._call("input.performActions", context=self._page, actions=actions)


class _WebKit:
    def __init__(self, driver: str, binary: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        options = {"binary": binary, "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._url = driver
        self._url = f"{driver}/session/{self._call('session', capabilities=capabilities)['sessionId']}"

    def _call(self, command: str, **body: Any) -> Any:
        answer = self._session.post(f"{self._url}/{command}", json=body, timeout=_SECONDS)
        value = answer.json()["value"]
        assert answer.ok, value
        return value

    def close(self) -> None:
        self._session.delete(self._url, timeout=_SECONDS)
        self._session.close()

    def open(self, url: str) -> None:
        self._call("url", url=url)

    def evaluate(self, expression: str) -> Any:
        return self._call("execute/sync", script=f"return {expression}", args=[])

    def click(self, selector: str) -> None:
        element = self._call("execute/sync", script=f"{_scrolled(selector)}; return element", args=[])
        self._call(f"element/{element[_ELEMENT]}/click")


def _scrolled(selector: str) -> str:
    """Return statements that find an element and scroll it to the middle, away from the header over the top."""
    found = f"const element = document.querySelector({json.dumps(selector)})"
    return f"{found}; element.scrollIntoView({{block: 'center'}})"


@contextmanager
def firefox(folder: Path) -> Iterator[OtherBrowser]:
    """Start a Firefox without a window, with a profile of its own in ``folder``."""
    command = [_firefox(), "--headless", "--no-remote", "--remote-debugging-port=0", f"--profile={folder}"]
    environment = {**os.environ, "HOME": str(folder)}
    with ExitStack() as stack:
        process = stack.enter_context(_running(command, environment, stderr=subprocess.PIPE))
        assert process.stderr
        found = next(filter(None, (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)))
        connection = stack.enter_context(connect(f"{found[1]}/session", proxy=None, max_size=None))
        yield _Firefox(connection)


@contextmanager
def webkit(folder: Path) -> Iterator[OtherBrowser]:
    """Start a WebKitGTK browser on a display of its own, with ``folder`` as its home."""
    with ExitStack() as stack:
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x900x24", "-nolisten", "tcp"]
        display = stack.enter_context(_running(screen, dict(os.environ), stdout=subprocess.PIPE))
        assert display.stdout
        environment = {**os.environ, "HOME": str(folder), "DISPLAY": f":{display.stdout.readline().strip()}"}
        port = _free_port()
        stack.enter_context(_running(["WebKitWebDriver", f"--port={port}"], environment))
        _wait_for_port(port)
        browser = _WebKit(f"http://127.0.0.1:{port}", _mini_browsers()[0])
        stack.callback(browser.close)
        yield browser


BROWSERS: dict[str, Callable[[Path], Any]] = {"firefox": firefox, "webkit": webkit}
"""How each browser is started: a context manager that is given an empty folder."""


def is_installed(name: str) -> bool:
    """Whether a browser and all it needs are on this machine."""
    if name == "firefox":
        return bool(_firefox())
    return bool(shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and _mini_browsers())


def _firefox() -> str:
    return shutil.which("firefox-esr") or shutil.which("firefox") or ""


def _mini_browsers() -> list[str]:
    return [str(path) for path in Path("/usr/lib").glob(_MINI_BROWSER)]


@contextmanager
def _running(command: list[str], environment: dict[str, str], **pipes: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, env=environment, text=True, **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **pipes}
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=_SECONDS)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return cast("int", listener.getsockname()[1])


def _wait_for_port(port: int) -> None:
    end = monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert monotonic() < end
            sleep(0.05)
        else:
            return

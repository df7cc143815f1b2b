"""The pictures of the documents, taken from the running demonstration: `make pictures`."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import BROWSER, DESK, PHONE, QUIET, _free_port, _wait

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The demonstration on a port and in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        environment = {**os.environ, "LINLI_DATA": folder, "LINLI_DEMO": "1", "LINLI_DATABASE_URL": ""}
        command = (sys.executable, "-m", "linli.channels.console", "serve", "--demo-if-empty", "--port", str(port))
        log = Path(folder) / "log"
        with log.open("w") as told:
            process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=told, stderr=told)
            try:
                _wait(f"http://127.0.0.1:{port}/readyz", process, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(30)


def take(page: Page, name: str) -> None:
    """One picture, of what fits on the screen."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")


def main() -> None:
    """Walk through the demonstration with a camera."""
    PICTURES.mkdir(exist_ok=True)
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        wide = browser.new_context(base_url=url, viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
        wide.goto("/")
        take(wide, "walk")
        wide.goto("/walk/desk/")
        take(wide, "desk")
        wide.goto("/walk/3/")
        take(wide, "case")
        wide.goto("/walk/eyes/")
        take(wide, "eyes")
        phone = browser.new_context(base_url=url, viewport=PHONE, locale="zh-CN").new_page()  # type: ignore[arg-type]
        phone.goto("/c/huaiyin/")
        take(phone, "resident")
        phone.goto("/c/huaiyin/say/")
        take(phone, "say")
        phone.goto("/walk/2/")
        phone.goto("/zone/")
        take(phone, "steward")
        browser.close()


if __name__ == "__main__":
    main()

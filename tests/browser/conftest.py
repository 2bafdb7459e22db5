"""A headless Chromium without a network; without Chromium the tests are named and left out."""

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("OUTLAST_REQUIRE_BROWSER") == "1"


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once."""
    if not CHROMIUM:
        message = "Chromium is not installed: apt-get install chromium"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()

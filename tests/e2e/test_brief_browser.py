"""The brief in a real browser, from a file, with the network cut."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.views.findings import findings
from vedette.views.brief import render_brief

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("Chromium is missing: `make system` installs it")
        pytest.skip("Chromium is missing: `make system` installs it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_bytes(render_brief(findings()).encode())
    return path


@dataclass
class Opened:
    """A page with what went on in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def open_brief(context: BrowserContext, file: Path) -> Opened:
    opened = Opened(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
    opened.page.goto(file.as_uri())
    return opened


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Opened]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield open_brief(context, file)
    context.close()


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened.page


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def view(page: Page) -> list[float]:
    return [float(n) for n in (page.get_attribute("#map-svg", "viewBox") or "").split()]


def numbers(page: Page) -> list[str]:
    return page.locator("#table-real tbody th").all_inner_texts()


def test_it_asks_nobody_for_anything_and_complains_of_nothing(opened: Opened, file: Path) -> None:
    opened.page.wait_for_timeout(200)
    assert opened.requests == [file.as_uri()]
    assert opened.complaints == []


def test_hostile_words_do_not_run(page: Page) -> None:
    assert page.title() == "Border and capital – Vedette brief"
    assert page.locator("img").count() == 0
    assert page.get_by_text("<script>document.title='broken'</script>").first.is_visible()


def test_the_policy_stops_what_is_put_in_later(page: Page) -> None:
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<b id=probe style='position:fixed'>x</b>");
            return [window.ran, getComputedStyle(document.getElementById("probe")).position];
        }"""
    )
    assert ran == [None, "static"]


def test_a_number_leads_to_its_sentence_and_the_sentence_back(page: Page) -> None:
    page.locator("#table-real tr", has_text="Khanaqin").locator(".refs a").first.click()
    sentence = page.locator(".sentence:target")
    assert "car bomb" in sentence.inner_text()
    assert sentence.locator("mark", has_text="Khanaqin").count() == 1
    sentence.locator(".back a", has_text="E").first.click()
    assert "Khanaqin" in page.locator("tr:target").inner_text()


def test_the_map_moves_and_zooms_by_keyboard(page: Page) -> None:
    page.locator("#map-frame").focus()
    home = view(page)
    page.keyboard.press("ArrowRight")
    assert view(page)[0] > home[0]
    page.keyboard.press("ArrowDown")
    assert view(page)[1] > home[1]
    page.keyboard.press("+")
    assert view(page)[2] < home[2]
    page.keyboard.press("0")
    assert view(page) == pytest.approx(home, abs=0.01)


def test_the_map_moves_by_mouse_and_zooms_at_the_pointer(page: Page) -> None:
    page.locator("#map-frame").scroll_into_view_if_needed()
    box = page.locator("#map-frame").bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + box["height"] - 120
    home = view(page)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(100)
    assert view(page) == pytest.approx(home, abs=0.01)  # the page scrolls until the map is used
    page.locator("#map-frame").scroll_into_view_if_needed()
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=4)
    page.mouse.up()
    moved = view(page)
    assert moved[0] < home[0]
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(100)
    assert view(page)[2] < moved[2]


def test_marks_keep_their_size_and_the_bar_its_truth(page: Page) -> None:
    mark = page.locator("#map-svg .marks a").first
    before = mark.locator(".halo").bounding_box()
    page.locator('[data-map="in"]').click()
    after = mark.locator(".halo").bounding_box()
    assert before and after and after["width"] == pytest.approx(before["width"], rel=0.02)
    kilometres, drawn, wide = page.evaluate(
        """() => [
            parseFloat(document.getElementById("scale-words").textContent),
            document.getElementById("scale-line").getBBox().width,
            document.getElementById("map-svg").viewBox.baseVal.width / document.getElementById("map-frame").clientWidth,
        ]"""
    )
    assert kilometres == pytest.approx(drawn * wide, rel=0.05)


def test_a_mark_leads_to_the_list_of_its_events(page: Page) -> None:
    page.locator('#map-svg a[aria-label^="Tehran"]').focus()
    page.keyboard.press("Enter")
    assert page.locator("li:target").inner_text().strip().startswith("Tehran")
    assert page.locator("li:target .label").count() == 3


def test_the_table_sorts_by_click_and_by_keyboard_and_keeps_the_unknown_last(page: Page) -> None:
    before = numbers(page)
    page.locator("#table-real th[data-sort=when] [role=button]").click()
    up = numbers(page)
    assert up != before
    assert sorted(up) == sorted(before)
    page.locator("#table-real th[data-sort=when] [role=button]").focus()
    page.keyboard.press("Enter")
    assert page.get_attribute("#table-real th[data-sort=when]", "aria-sort") == "descending"
    down = numbers(page)
    assert down[:2] == up[:2][::-1]
    assert set(down[2:]) == set(up[2:])  # no day told


def test_dark_by_the_system_and_by_the_button(browser: Browser, file: Path) -> None:
    context = browser.new_context(offline=True, color_scheme="dark")
    page = open_brief(context, file).page
    dark = background(page)
    page.locator("#theme").click()
    light = background(page)
    assert dark != light
    page.locator("#theme").click()
    assert background(page) == dark
    context.close()


def test_print_unfolds_and_drops_what_only_a_screen_needs(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert background(page) == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert not page.locator("#map-buttons").is_visible()
    assert page.locator("#table-real").is_visible()
    assert page.pdf()[:4] == b"%PDF"


def test_right_to_left_stands_on_the_right(page: Page) -> None:
    sentence = page.locator(".sentence", has_text="هیچ").first
    assert sentence.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign]") == [
        "rtl",
        "right",
    ]
    assert page.locator("#statements q", has_text="آرام").evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_hangs_over_a_narrow_screen(browser: Browser, file: Path, width: int) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 800})
    page = open_brief(context, file).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_can_be_read_without_script(browser: Browser, file: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = open_brief(context, file).page
    assert page.locator("#map-svg .marks a").first.is_visible()
    assert page.locator("#table-real tbody tr").count() == 6
    assert not page.locator("#theme").is_visible()
    assert not page.locator("#map-buttons").is_visible()
    context.close()


def test_the_first_tab_offers_to_skip_to_the_brief(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")

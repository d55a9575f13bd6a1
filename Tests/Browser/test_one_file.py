"""The paper clip: one file, chosen, dropped or pasted; what cannot be taken is refused with the reason."""

import re

import pytest
from playwright.sync_api import expect

from menu import Menu
from samples import picture

DROP = """([bytes, name, type]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
  return transfer;
}"""


def test_a_second_file_is_refused_with_the_reason_and_the_first_stays(menu, topic):
    menu.new_ticket().fill(topic).attach(picture("pierwszy.png"))

    drop(menu, picture("drugi.png"))

    expect(menu.form.get_by_text("Można dołączyć tylko jeden plik")).to_be_visible()
    expect(menu.form.get_by_text("pierwszy.png", exact=True)).to_be_visible()
    expect(menu.form.get_by_text("drugi.png")).to_have_count(0)


def test_a_dropped_file_is_attached_and_can_be_removed(menu):
    menu.new_ticket()
    drop(menu, picture("upuszczony.png"))
    expect(menu.form.get_by_text("upuszczony.png")).to_be_visible()

    menu.form.get_by_role("button", name="Usuń plik upuszczony.png").click()

    expect(menu.form.get_by_role("button", name="Dołącz plik")).to_be_focused()
    expect(menu.form.get_by_text("upuszczony.png")).to_have_count(0)


def test_a_pasted_screenshot_is_attached_under_a_telling_name_and_enlarged(menu):
    menu.new_ticket()
    menu.message.evaluate(
        """(field, bytes) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true, cancelable: true }));
        }""",
        list(picture()["buffer"]),
    )
    name = re.compile(r"zrzut-ekranu-\d{4}-\d\d-\d\d-\d{4}\.png")
    expect(menu.form.get_by_text(name)).to_be_visible()

    enlarge = menu.form.get_by_role("button", name="Powiększ")
    enlarge.click()
    expect(menu.page.locator("pomoc-lightbox").get_by_role("img", name=name)).to_be_visible()
    menu.page.keyboard.press("Escape")
    expect(enlarge).to_be_focused()
    expect(menu.dialog).to_be_visible()


def test_an_empty_and_an_oversized_file_are_refused_before_sending(menu, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(b"0" * (25 * 1024 * 1024 + 1))
    menu.new_ticket()
    with menu.choosing_file(menu.form) as chooser:
        chooser.set_files([{"name": "pusty.txt", "mimeType": "text/plain", "buffer": b""}])
    expect(menu.form.get_by_text("Plik „pusty.txt” jest pusty")).to_be_visible()

    with menu.choosing_file(menu.form) as chooser:
        chooser.set_files(film)
    expect(menu.form.get_by_text("można wysłać do 25 MB")).to_be_visible()


@pytest.mark.requests_fail
def test_a_file_that_the_server_refuses_is_explained_beside_the_file(menu, topic):
    menu.new_ticket().fill(topic)
    menu.attach({"name": "zdjęcie.png", "mimeType": "image/png", "buffer": b"MZ" + bytes(range(256)) * 8})

    menu.send.click()

    expect(menu.form.locator("pomoc-file-picker").get_by_role("alert")).not_to_be_empty()
    expect(menu.message).not_to_be_empty()


def drop(menu: Menu, file):
    """Drops a file on the form."""
    form = menu.form.locator("form")
    transfer = menu.page.evaluate_handle(DROP, [list(file["buffer"]), file["name"], file["mimeType"]])
    form.dispatch_event("dragenter", {"dataTransfer": transfer})
    form.dispatch_event("drop", {"dataTransfer": transfer})

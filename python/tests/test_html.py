"""What notebooks show: everything escaped, nothing that runs or loads."""

from html.parser import HTMLParser

import demarche
import pytest
from conftest import DISPATCHES, EXAMPLES, HOSTILE, documents

ALLOWED = {"div", "p", "table", "thead", "tbody", "tr", "th", "td", "mark", "span"}


class Checked(HTMLParser):
    """Refuses every tag and attribute that was not meant, and counts what is closed."""

    def __init__(self, source):
        super().__init__()
        self.open, self.text, self.titles = [], "", []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED, tag
        assert {name for name, _ in attributes} <= {"style", "title"}, attributes
        assert all("url" not in value for name, value in attributes if name == "style")
        self.titles += [value for name, value in attributes if name == "title"]
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def hostile():
    return {"id": HOSTILE, "title": HOSTILE, "publisher": HOSTILE, "date": "2018-09-05", "text": HOSTILE}


def test_hostile_text_stays_text():
    shown = demarche.show(HOSTILE, date="2018-09-05")
    assert len(shown.events) > 0
    pages = [
        shown._repr_html_(),
        demarche.code([hostile()])._repr_html_(),
        demarche.Ledger([{**hostile(), "text": HOSTILE + " Iran will meet France in <b>Oslo</b> on Friday."}])._repr_html_(),
    ]
    for page in pages:
        assert "<script" not in page and "<img" not in page and "<b>" not in page
        assert "\u202e" not in page and "\u0007" not in page
        Checked(page)
    assert "<script>alert(1)</script> Iran rejected" in Checked(pages[0]).text


def test_every_example_is_shown_whole():
    for document in documents():
        shown = demarche.show(document["text"], date=document["date"])
        page = Checked(shown._repr_html_())
        assert document["text"] in page.text
        told = "\n".join(page.titles)
        for event in shown.events:
            assert event["rule"] in told and event["status"] in told
            assert f">{event['trigger']['text'].split()[0]}" in shown._repr_html_().replace("\n", " ")


def test_empty_and_odd():
    for text in ("", " ", "\x00", "a" * 10_000, "é\u0301🐢" * 50, "\ud800"):
        Checked(demarche.show(text)._repr_html_())
    Checked(demarche.code([])._repr_html_())
    Checked(demarche.Ledger([])._repr_html_())
    with pytest.raises(TypeError):
        demarche.show(None)


def test_long_tables_are_cut():
    events = demarche.code(["Iran rejected the offer."] * 100)
    assert events._repr_html_().count("<tr>") == 26
    Checked(demarche.Ledger(EXAMPLES)._repr_html_())

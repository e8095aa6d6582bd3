"""Files in and out: round trips, recognised columns, faults by line, the same file twice."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.exchange.columns import Kind, mapped, told
from bot.cli.exchange.exporting import export
from bot.cli.exchange.files import read, write
from bot.cli.exchange.loading import Loaded, Wish, load
from bot.cli.exchange.report import loaded
from bot.domain.cells import RISKY, defused, restored
from bot.domain.customers import profile
from bot.errors import UserError
from bot.models import Customer, CustomerDomain, Decision, Idea, Person, Product, Support, Trigger
from bot.store.database import Database
from bot.store.stores import Store, Stores
from bot.words import Importance, Source, Status, TriggerKind, Verdict
from tests.store.test_support import Office
from tests.world import START

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1", "'", 'a,b\n"c"; d', "ünï"]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, threads=2)
    yield opened
    opened.close()


@pytest.fixture
def workspace(database: Database) -> int:
    return database.commit(lambda stores: Office(stores).store.workspace)


class Desk:
    """Loads into and exports from one workspace."""

    def __init__(self, database: Database, workspace: int, folder: Path) -> None:
        self.database, self.workspace, self.folder = database, workspace, folder

    def load(self, kind: Kind, text: str, **more: Any) -> Loaded:
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return self.of(kind, path, **more)

    def of(self, kind: Kind, path: Path, **more: Any) -> Loaded:
        wish = Wish(kind, path, **{"instead": "U012AB3CD", **more})
        return load(self.database, self.workspace, wish, START)

    def refused(self, kind: Kind, text: str, **more: object) -> list[str]:
        with pytest.raises(UserError) as refused:
            self.load(kind, text, **more)
        return str(refused.value).split("\n")

    def ideas(self) -> list[Idea]:
        return self.database.look(lambda stores: stores.of(self.workspace).exchange.ideas())

    def export(self, name: str, suffix: str = "csv") -> dict[str, bytes]:
        folder = self.folder / name
        self.database.look(lambda stores: export(stores.of(self.workspace), folder, suffix))
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def desk(database: Database, workspace: int, tmp_path: Path) -> Desk:
    return Desk(database, workspace, tmp_path)


# --- Cells and files


@given(TEXT)
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    assert defused(text)[:1] not in tuple("=+-@\t\r")
    assert text == restored(defused(text))
    assert defused(text) == text or RISKY.match(text)


@pytest.mark.parametrize("suffix", ["csv", "json"])
@settings(deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from("abc"), TEXT)))
def test_what_is_written_is_read(
    suffix: str, rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"sample.{suffix}"
    cells = [dict(zip(("one", "two"), row, strict=True)) for row in rows]
    assert len(cells) == write(path, ["one", "two"], cells)
    if cells or suffix == "csv":
        assert cells == [row.cells for row in read(path).rows]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"a,a\n1,2\n", "two columns named a"),
        (b"a,b\n1,2\n1,2,3\n", "line 3: 3 cells under 2 columns"),
        (b"a,b\n1,\xff\n", "line 2: not UTF-8"),
        (b'a,b\n"1\n', "line 2"),
    ],
)
def test_a_broken_file_is_refused_by_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "sample.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        read(path)
    assert words in str(refused.value)


def test_separators_and_byte_order_marks_are_told_by_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_bytes('\ufeffTitle;Body\r\nOne;"a\nb"\r\n\r\nTwo;\'=x\r\n'.encode())
    assert [(2, "a\nb"), (5, "=x")] == [(row.at, row.cells["Body"]) for row in read(path).rows]


# --- Columns

CANNY = "Post ID,Title,Details,Status,Votes,Author Email,Created,URL"
PRODUCTBOARD = "Feature ID,Feature name,Description,Status,Owner,Created at"
AHA = "Idea reference,Idea name,Description,Idea status,Created by email,Created date"
FIDER = "number,title,description,created_at,created_by,votes_count,status,original_number,tags"


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (CANNY, "id title problem status requester created_at permalink"),
        (PRODUCTBOARD, "id title problem status created_at"),
        (AHA, "id title problem status requester created_at"),
        (FIDER, "id title problem created_at requester status duplicate_of"),
    ],
    ids=["canny", "productboard", "aha", "fider"],
)
def test_exports_of_other_tools_are_recognised(header: str, fields: str) -> None:
    assert set(fields.split()) == set(mapped(Kind.IDEAS, header.split(","), {}).by_field)


def test_a_told_column_goes_before_a_recognised_one() -> None:
    found = mapped(Kind.IDEAS, ["Title", "Gist", "Status"], told(["Gist=title", "Status=-"]))
    assert {"title": "Gist"} == found.by_field
    assert ["Title", "Status"] == found.unused


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["Gist=title"], "There is no column Gist. Columns: Name, Text."),
        (["Name=colour"], "ideas have no field colour"),
        (["Name=title", "Text=title"], "Two columns are told to be title"),
        (["Name"], "COLUMN=FIELD"),
        (["Name=-"], "which column is the title"),
    ],
)
def test_what_cannot_be_mapped_is_said(pairs: list[str], words: str) -> None:
    with pytest.raises(UserError) as refused:
        mapped(Kind.IDEAS, ["Name", "Text"], told(pairs))
    assert words in str(refused.value)


# --- Round trips


def _fill(office: Office) -> None:
    """A bit of everything, with the worst texts."""
    store = office.store
    for n, words in enumerate(HOSTILE, 1):
        filed = office.idea(into=1 if n == 3 else None)
        idea = store.ideas.by_id(filed)
        assert idea is not None
        idea.title, idea.problem = f"{words.split()[0] if words.split() else n} {n}", words.strip()
        idea.requester = idea.filed_by = "U012AB3CD"
        idea.source, idea.status = Source.FORM, Status.DUPLICATE if n == 3 else Status.NOT_NOW
        idea.created_at = idea.updated_at = START + timedelta(minutes=n)
        given = {
            "name": f"{words.strip()} {n}",
            "revenue": f"{n}.25 EUR",
            "domains": f"c{n}.example",
        }
        new = Customer(workspace_id=store.workspace, name="", folded="", updated_at=START)
        customer = store.customers.store(new, profile(given if n % 2 else given | {"revenue": ""}))
        row = office.support(filed, "U012AB3CD", customer.id, Importance.IMPORTANT)
        row.quote, row.by = words.strip(), "U012AB3CE"
        office.support(filed, f"U012AB3{n:03}")
        _decide(store, idea)


def _decide(store: Store, idea: Idea) -> None:
    idea.decisions = 1
    decision = Decision(
        workspace_id=store.workspace,
        idea_id=idea.id or 0,
        number=1,
        verdict=Verdict.NOT_NOW,
        reason="no_capacity",
        answer="This cycle is full.",
        by="U012AB3CD",
        at=START,
    )
    more: dict[str, Any] = {"workspace_id": store.workspace, "decision_id": 0}
    first = Trigger(**more, kind=TriggerKind.DATE, value="2026-12-01", fired_at=START)
    store.decisions.add(decision, [first, Trigger(**more, kind=TriggerKind.REVENUE, value="1 USD")])


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_an_export_loads_into_an_empty_workspace_as_it_was(
    database: Database, tmp_path: Path, suffix: str
) -> None:
    full = database.commit(lambda stores: _made(stores))
    desk = Desk(database, full, tmp_path)
    before = desk.export("before", suffix)
    empty = Desk(database, database.commit(lambda s: Office(s, "T2").store.workspace), tmp_path)
    for kind in (Kind.CUSTOMERS, Kind.IDEAS, Kind.SUPPORT, Kind.DECISIONS):
        done = empty.of(kind, tmp_path / "before" / f"{kind}.{suffix}")
        assert len(HOSTILE) <= len(done.plan.steps)
        again = empty.of(kind, tmp_path / "before" / f"{kind}.{suffix}")
        assert [] == again.plan.steps
    assert before == empty.export("after", suffix)
    numbers = [idea.number for idea in empty.ideas()]
    following = database.commit(lambda s: s.of(empty.workspace).members.next_number())
    assert max(numbers) + 1 == following


def _made(stores: Stores) -> int:
    office = Office(stores)
    _fill(office)
    return office.store.workspace


def test_a_spreadsheet_sees_no_formula(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, database.commit(lambda stores: _made(stores)), tmp_path)
    for content in desk.export("out").values():
        for row in csv.reader(content.decode().splitlines()):
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r")]


# --- Ideas


def test_a_foreign_file_is_previewed_loaded_and_the_same_again(desk: Desk) -> None:
    text = (
        f"{CANNY}\n7,Export as CSV,Every week.,open,12,ana@acme.com,2024-03-01,https://x.example/7\n"
        "8,Dark mode,,Under Review,3,,2024-03-02T10:00Z,\n"
    )
    acme = desk.database.commit(lambda s: Office.customer(_office(s, desk), "Acme", 100))
    desk.database.commit(lambda s: s.of(desk.workspace).session.add(_domain(desk, acme)))
    seen = desk.load(Kind.IDEAS, text, source="canny", dry_run=True)
    assert [] == desk.ideas()
    words = "\n".join(loaded(seen))
    assert "2 ideas new, 0 changed, 0 as they were." in words
    assert "Columns not read: Votes." in words
    assert "line 2  new  Export as CSV" in words
    assert "dry run: nothing was stored" in words
    desk.load(Kind.IDEAS, text, source="canny")
    first, second = desk.ideas()
    assert ("import:canny:7", Source.IMPORT) == (first.request, first.source)
    assert (Status.NEW, Status.UNDER_REVIEW) == (first.status, second.status)
    evidence = desk.database.look(lambda s: s.of(desk.workspace).support.evidence(first.id or 0))
    assert (1, 1) == (evidence.people, evidence.customers)
    assert 2 == desk.load(Kind.IDEAS, text, source="canny").plan.same


def _office(stores: Stores, desk: Desk) -> Office:
    office = Office.__new__(Office)
    office.store = stores.of(desk.workspace)
    return office


def _domain(desk: Desk, customer: int) -> CustomerDomain:
    return CustomerDomain(workspace_id=desk.workspace, domain="acme.com", customer_id=customer)


def test_what_was_changed_here_is_not_undone_by_the_same_file(desk: Desk) -> None:
    text = "id,title,status\n1,Export,open\n2,Dark mode,open\n"
    desk.load(Kind.IDEAS, text)

    def change(stores: Stores) -> None:
        for idea in stores.of(desk.workspace).exchange.ideas():
            idea.title, idea.status = f"{idea.title}, please", Status.DECLINED
            idea.decisions = 1 if idea.number == 2 else 0
            stores.of(desk.workspace).ideas.add(idea)

    desk.database.commit(change)
    assert [] == desk.load(Kind.IDEAS, text).plan.steps
    newer = text.replace("Export,open", "Export all,planned").replace("mode,open", "mode,planned")
    assert 1 == len(desk.load(Kind.IDEAS, newer).plan.steps)
    first, second = desk.ideas()
    assert ("Export all", Status.PLANNED) == (first.title, first.status)
    assert ("Dark mode, please", Status.DECLINED) == (second.title, second.status)
    assert [] == desk.load(Kind.IDEAS, newer).plan.steps


def test_every_bad_row_is_named_and_nothing_is_stored(desk: Desk) -> None:
    rows = [
        "id,title,status,product,duplicate_of,created_at",
        "1,Good,open,,,",
        "2,,open,,,",
        "3,Odd,foo,,,",
        "4,Odd,open,NONE,,",
        "5,Odd,open,,99,",
        '6,"Odd\nbut long",open,,,03/04/2024',
        "1,Twice,open,,,",
        "8,Circle,open,,9,",
        "9,Circle,open,,8,",
        "10,Pointless,duplicate,,,",
    ]
    found = desk.refused(Kind.IDEAS, "\n".join(rows))
    assert "nothing was stored, 8 of 10 rows won't do" in found[0]
    places = [line.split(":")[0] for line in found[1:]]
    assert ["line 3", "line 4, status", "line 5, product", "line 6, duplicate_of"] == places[:4]
    assert ["line 7, created_at", "line 9, id", "line 11, duplicate_of"] == places[4:7]
    assert ["line 12, duplicate_of"] == places[7:]
    assert [] == desk.ideas()


def test_loaded_ideas_flood_no_channel(desk: Desk) -> None:
    product = Product(workspace_id=desk.workspace, key="APP", name="Sample App", created_at=START)
    desk.database.commit(lambda s: s.of(desk.workspace).products.add(product, []))
    desk.load(Kind.IDEAS, "title\nOne\nTwo\n", product="app")
    assert [product.id] * 2 == [idea.product_id for idea in desk.ideas()]
    waiting = desk.database.look(
        lambda s: s.of(desk.workspace).ideas.without_card(product.id or 0, "C1")
    )
    assert [] == waiting


def test_an_idea_may_name_the_customer_it_is_for(desk: Desk) -> None:
    text = "title,company\nExport,ACME\n"
    assert "There is no customer ACME" in desk.refused(Kind.IDEAS, text)[1]
    desk.load(Kind.CUSTOMERS, "name,arr\nAcme,1m\n")
    desk.load(Kind.IDEAS, text)
    idea = desk.ideas()[0].id or 0
    evidence = desk.database.look(lambda s: s.of(desk.workspace).support.evidence(idea))
    assert {"USD": 100_000_000} == evidence.revenue


def test_nobody_known_is_said_and_somebody_may_stand_in(desk: Desk) -> None:
    text = "title,author email\nOne,ana@acme.com\n"
    assert "--as U012AB3CD" in desk.refused(Kind.IDEAS, text, instead=None)[1]
    ana = Person(workspace_id=desk.workspace, user="U0ANA0000", email="Ana@acme.com", read_at=START)
    desk.database.commit(lambda stores: stores.session.add(ana))
    desk.load(Kind.IDEAS, text, instead=None)
    assert ["U0ANA0000"] == [idea.requester for idea in desk.ideas()]


def test_many_rows_are_taken_over_at_once(desk: Desk) -> None:
    rows = "".join(f"{n},Sample idea {n},open\n" for n in range(1_000))
    done = desk.load(Kind.IDEAS, f"id,title,status\n{rows}")
    assert 1_000 == len(done.plan.steps)
    assert "  and 995 more" in list(loaded(done))
    assert 1_000 == desk.load(Kind.IDEAS, f"id,title,status\n{rows}").plan.same


# --- Customers


def test_a_renamed_customer_is_known_by_its_domain(desk: Desk) -> None:
    header = "name,revenue,currency,domains\n"
    desk.load(Kind.CUSTOMERS, f"{header}Acme,1000.50,EUR,acme.com\nGlobex,,,globex.example\n")
    done = desk.load(Kind.CUSTOMERS, f"{header}Acme Corp,2000,,acme.com\nGLOBEX,,,\n")
    assert "line 2  changed  Acme is called Acme Corp now" in "\n".join(loaded(done))
    found = desk.database.look(lambda stores: stores.of(desk.workspace).customers.all())
    assert ["Acme Corp", "GLOBEX"] == [customer.name for customer in found]
    assert (200_000, "EUR") == (found[0].revenue, found[0].currency)


def test_doubled_customers_and_domains_are_faults(desk: Desk) -> None:
    desk.load(Kind.CUSTOMERS, "name,domains\nInitech,initech.example\n")
    text = (
        "name,revenue,domains\nAcme,1,acme.com\nACME,2,\nGlobex,3,acme.com\n"
        "Umbrella,lots,\nHooli,,gmail.com\nInitech,,\nThief,,initech.example\n"
    )
    found = desk.refused(Kind.CUSTOMERS, text)
    assert "line 3, name: ACME is in line 2 already. Keep one of the two." == found[1]
    assert "line 4, domains: acme.com is in line 2 already. Keep one of the two." == found[2]
    assert ["line 5, revenue", "line 6, domains"] == [row.split(":")[0] for row in found[3:5]]
    assert "initech.example belongs to Initech." in found[5]


# --- Support and decisions


def test_support_needs_its_idea_and_its_customer(desk: Desk) -> None:
    desk.load(Kind.IDEAS, "id,title\n1,Export\n")
    text = "idea,person,customer,importance,quote\n1,U0ANA0000,Acme,high,Now\n2,U0ANA0000,,,\n"
    found = desk.refused(Kind.SUPPORT, text)
    assert ["line 2, customer", "line 3, idea"] == [line.split(":")[0] for line in found[1:]]
    desk.load(Kind.CUSTOMERS, "name\nAcme\n")
    good = text.replace("2,U0ANA0000,,,\n", "")
    assert 1 == len(desk.load(Kind.SUPPORT, good).plan.steps)
    assert 1 == desk.load(Kind.SUPPORT, good).plan.same
    stored = desk.database.look(lambda s: s.of(desk.workspace).exchange.support())
    said = [row for row, _, _ in stored if row.person == "U0ANA0000"]
    assert [(Importance.MUST_HAVE, "Now")] == [(row.importance, row.quote) for row in said]
    assert all(isinstance(row, Support) for row in said)


def test_decisions_are_added_and_never_changed(desk: Desk) -> None:
    desk.load(Kind.IDEAS, "id,title\n1,Export\n")
    text = "idea,verdict,answer,triggers\n1,not now,Later.,supporters=10\n1,no,Never.,\n"
    assert 2 == len(desk.load(Kind.DECISIONS, text).plan.steps)
    assert 2 == desk.load(Kind.DECISIONS, text).plan.same
    assert [2] == [idea.decisions for idea in desk.ideas()]
    changed = desk.refused(Kind.DECISIONS, text.replace("Never.", "Perhaps."))
    assert "line 3, number: #1 has another decision 2. Decisions are never changed." == changed[1]
    gap = desk.refused(Kind.DECISIONS, "idea,number,verdict\n1,5,yes\n")
    assert "The next decision of #1 is 3." in gap[1]

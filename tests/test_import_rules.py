"""The rules of docs/design.md on who may use what, read from the syntax tree of every file."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.discover import discover
from bot.posting import JobEffects
from bot.request import Kind

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "commands", "jobs", "integrations")
COMMAND_LINE = ("bot.__main__", "bot.processes", "bot.cli")
LEVELS = {
    "models": 0,
    "ports": 0,
    "effects": 0,
    "tracked": 0,
    "message": 0,
    "request": 0,
    "picture": 0,
    "errors": 0,
    "words": 0,
}
LEVELS |= {"store": 1, "views": 1, "domain": 1, "app": 3}
LEVELS |= {"__main__": 4, "processes": 4, "cli": 4}
"""What stands higher may use what stands lower or beside it; what is not named is between."""
BETWEEN = 2
VENDORS = {"slack_bolt", "slack_sdk", "jira", "requests"}
NETWORK = VENDORS | {"aiohttp", "httpx", "socket", "ssl", "http", "starlette", "uvicorn", "psycopg"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
BLOCKS = {
    *("section", "header", "context", "actions", "input", "divider", "rich_text", "modal", "home"),
    *("plain_text", "mrkdwn", "button", "static_select", "external_select", "multi_users_select"),
    *("conversations_select", "datepicker", "timepicker", "plain_text_input", "overflow"),
}
LONGEST = 40
Rule = Callable[[str, ast.Module], Iterator[tuple[int, str]]]


def in_package(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Every node of a file; each rule looks at them all."""
    return tuple(ast.walk(tree))


@cache
def imports(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Every module a file imports, wherever it does, with the line."""
    return tuple(_imports(tree))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute, from its last two names."""
    if isinstance(node, ast.Attribute):
        inner = node.value
        left = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
        return f"{left}.{node.attr}"
    return getattr(node, "id", "")


def level(module: str) -> int:
    return LEVELS.get(module.split(".")[1], BETWEEN) if module.startswith("bot.") else BETWEEN


# --- The rules: each yields the lines that break it


def only_downwards(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What stands lower never uses what stands higher."""
    if in_package(module, "bot.sandbox", "bot.migrations"):
        return
    for line, used in imports(tree):
        if in_package(used, *FOLDERS) and used not in FOLDERS and level(used) > level(module):
            yield line, f"uses {used}, which stands higher"


def pure(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Domain and views know no store, no clock and no network."""
    if not in_package(module, "bot.domain", "bot.views"):
        return
    for line, used in imports(tree):
        foreign = used.split(".")[0] in NETWORK or in_package(used, "urllib.request")
        if foreign or in_package(used, "bot.store", "bot.clock", "bot.config", "sqlalchemy"):
            yield line, f"uses {used}: domain and views are pure"


def features_stand_alone(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Commands and jobs know no vendor, and no other command or job."""
    if not in_package(module, "commands", "jobs"):
        return
    for line, used in imports(tree):
        if used.split(".")[0] in VENDORS or in_package(used, "commands", "jobs", "integrations"):
            yield line, f"uses {used}: a feature stands alone"


def vendors_behind_ports(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Jira's libraries are used by its integration alone."""
    for line, used in imports(tree):
        if used.split(".")[0] in ("jira", "requests") and not in_package(module, "integrations"):
            yield line, f"uses {used}: that belongs in integrations"


def app_is_the_top(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Only the command line uses the app."""
    for line, used in imports(tree):
        if in_package(used, "bot.app") and not in_package(module, *COMMAND_LINE):
            yield line, "uses bot.app: only the command line does"


def sandbox_apart(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The stand-ins use nothing of the rest, and only the command line uses them."""
    inside = in_package(module, "bot.sandbox")
    for line, used in imports(tree):
        ours = in_package(used, *FOLDERS) and used != "bot"
        if inside and ours and not in_package(used, "bot.sandbox"):
            yield line, f"uses {used}: the sandbox stands alone"
        if not inside and in_package(used, "bot.sandbox") and module != "bot.__main__":
            yield line, f"uses {used}: the sandbox is for the demo and tests"


def settings_in_one_place(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The environment is read by the config alone."""
    if module == "bot.config" or in_package(module, "bot.sandbox"):
        return
    for node in nodes(tree):
        if dotted(node) in ("os.environ", "os.getenv", "os.environb"):
            yield getattr(node, "lineno", 0), "reads the environment: bot.config does"


def one_clock(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The real clock is read by the app alone."""
    if module == "bot.app" or in_package(module, "bot.sandbox"):
        return
    for node in nodes(tree):
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS:
            yield node.lineno, f"calls {dotted(node.func)}: only bot.app reads the clock"


def blocks_in_views(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Blocks are made in views."""
    if in_package(module, "bot.views", "bot.sandbox"):
        return
    for node in nodes(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                named = isinstance(key, ast.Constant) and key.value == "type"
                if named and isinstance(value, ast.Constant) and value.value in BLOCKS:
                    yield node.lineno, f"makes a {value.value} block: views do"


def one_commit(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """A session is committed by the database alone."""
    if module == "bot.store.database" or in_package(module, "bot.sandbox"):
        return
    for node in nodes(tree):
        if isinstance(node, ast.Call) and dotted(node.func).endswith(".commit") and not node.args:
            yield node.lineno, "commits: bot.store.database does"


def documented(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every file says what it is."""
    if not ast.get_docstring(tree):
        yield 1, "has no docstring"


def short(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """No function is longer than 40 lines, but for a migration's list of columns."""
    if in_package(module, "bot.migrations"):
        return
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST:
                yield node.lineno, f"{node.name} is {lines} lines long"


RULES: tuple[Rule, ...] = (
    only_downwards,
    pure,
    features_stand_alone,
    vendors_behind_ports,
    app_is_the_top,
    sandbox_apart,
    settings_in_one_place,
    one_clock,
    blocks_in_views,
    one_commit,
    documented,
    short,
)


@cache
def files() -> tuple[tuple[Path, str, ast.Module], ...]:
    """Every file, its module's name and its syntax tree."""
    return tuple(_files())


def _files() -> Iterator[tuple[Path, str, ast.Module]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield path.relative_to(ROOT), module, ast.parse(path.read_text())


def test_no_line_breaks_a_rule() -> None:
    broken = [
        f"{path}:{line}: {what}"
        for path, module, tree in files()
        for rule in RULES
        for line, what in rule(module, tree)
    ]
    assert [] == broken


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (only_downwards, "bot.store.ideas", "from bot.shell import Shell"),
        (only_downwards, "bot.views.ideas", "import commands.idea"),
        (only_downwards, "commands.idea", "from bot.app import App"),
        (only_downwards, "bot.models.idea", "def f():\n    from bot.store import ideas"),
        (pure, "bot.domain.flow", "from bot.store.ideas import Ideas"),
        (pure, "bot.views.text", "import aiohttp"),
        (pure, "bot.views.text", "from bot import clock"),
        (features_stand_alone, "commands.idea", "from slack_sdk import WebClient"),
        (features_stand_alone, "commands.idea", "from commands.plan import link"),
        (features_stand_alone, "jobs.progress", "import integrations.jira"),
        (vendors_behind_ports, "bot.cli.syncing", "from jira import JIRA"),
        (app_is_the_top, "bot.shell", "from bot import app"),
        (sandbox_apart, "bot.sandbox.slack.state", "from bot.errors import BotError"),
        (sandbox_apart, "bot.web", "from bot.sandbox.faults import Fault"),
        (settings_in_one_place, "bot.web", "import os\nx = os.environ['A']"),
        (settings_in_one_place, "bot.web", "import os\nx = os.getenv('A')"),
        (one_clock, "commands.idea", "x = datetime.now(UTC)"),
        (one_clock, "bot.clock", "x = datetime.datetime.utcnow()"),
        (one_clock, "bot.views.text", "x = time.time()"),
        (blocks_in_views, "commands.idea", "x = {'type': 'section', 'text': y}"),
        (one_commit, "commands.idea", "context.store.session.commit()"),
        (documented, "commands.idea", "x = 1"),
        (short, "commands.idea", "def f():\n" + "    pass\n" * 40),
    ],
)
def test_each_rule_sees_what_breaks_it(rule: Rule, module: str, source: str) -> None:
    assert [] != list(rule(module, ast.parse(source)))


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (only_downwards, "bot.app", "from commands import idea\nfrom bot.store import database"),
        (only_downwards, "bot.views.ideas", "from bot.views.text import line"),
        (app_is_the_top, "bot.cli.doctor", "from bot.app import App"),
        (one_clock, "bot.app", "x = datetime.now(UTC)"),
        (one_clock, "bot.web", "x = self.clock.now()"),
        (one_commit, "bot.app", "self.database.commit(work)"),
        (blocks_in_views, "integrations.jira.wiki", "x = {'type': 'paragraph'}"),
        (short, "commands.idea", "def f():\n" + "    pass\n" * 39),
    ],
)
def test_no_rule_sees_more_than_it_should(rule: Rule, module: str, source: str) -> None:
    assert [] == list(rule(module, ast.parse(source)))


# --- What is declared and what is used


def literals(name: str) -> dict[str, str]:
    """The first argument of every call of `name` that is a plain text, and where."""
    found = {}
    for path, _, tree in files():
        for node in nodes(tree):
            called = isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == name
            if called and isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = f"{path}:{node.lineno}"
    return found


def test_everything_owed_is_declared_and_everything_declared_is_owed() -> None:
    registry = discover()
    declared = {*registry.effects, *JobEffects(registry.jobs).effects}
    assert {} == {kind: at for kind, at in literals("owe").items() if kind not in declared}
    declaring = [kind for how in ("effect", "done", "dead") for kind in literals(how)]
    assert set() == {kind for kind in declared if mentions(kind) <= declaring.count(kind)}


def mentions(word: str) -> int:
    """How often a text stands in the code."""
    return constants()[word]


@cache
def constants() -> Counter[str]:
    all_nodes = (node for _, _, tree in files() for node in nodes(tree))
    texts = (node.value for node in all_nodes if isinstance(node, ast.Constant))
    return Counter(text for text in texts if isinstance(text, str))


def test_every_button_in_a_view_leads_to_a_handler() -> None:
    known = {entry.name for entry in discover().of_kind(Kind.BUTTON)}
    assert {} == {
        name: at
        for call in ("button", "select")
        for name, at in literals(call).items()
        if "sandbox" not in at and at.startswith("bot/views") and name not in known
    }


def test_every_feature_and_job_says_what_it_is_for() -> None:
    registry = discover()
    assert all(feature.summary for feature in registry.features.values())
    assert all(job.summary for job in registry.jobs.values())

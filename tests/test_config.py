"""Settings: every fault at once, in words, and never a secret."""

from pathlib import Path

import pytest

from bot.config import Need, load, read
from bot.errors import ConfigError
from bot.settings import SETTINGS, Setting, example

CANARY = "canary-secret-nobody-may-print"
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-sample",
    "SLACK_APP_TOKEN": "xapp-sample",
    "SLACK_SIGNING_SECRET": "sample-secret",
    "JIRA_URL": "https://jira.example.com/",
    "JIRA_TOKEN": "sample-token",
    "DATABASE_URL": "postgresql://user:sample-password@db.example/shortlist",
    "ADMIN_USERS": " U012AB3CD , U045EF6GH ",
    "PUBLIC_URL": "https://shortlist.example/",
    "PORT": "8080",
    "LEASE_SECONDS": "90",
    "LOG_FORMAT": "text",
}


def faults(environment: dict[str, str], *needs: Need) -> str:
    with pytest.raises(ConfigError) as raised:
        read(environment, *needs)
    return str(raised.value)


def test_everything_is_read() -> None:
    config = read(GOOD, *Need)
    assert "https://jira.example.com" == config.jira_url
    assert "https://shortlist.example" == config.public_url
    assert ("U012AB3CD", "U045EF6GH") == config.admin_users
    assert (8080, 90.0, "text") == (config.port, config.lease_seconds, config.log_format)
    assert "https://slack.com/api/" == config.slack_api_url


def test_nothing_is_needed_unless_it_is_asked_for() -> None:
    config = read({})
    assert "sqlite:///shortlist.db" == config.database_url
    assert config.jira_url is None
    assert () == config.admin_users


@pytest.mark.parametrize("need", Need)
def test_a_command_asks_for_what_it_needs_alone(need: Need) -> None:
    found = faults({}, need)
    assert f"{need.value} is missing" in found
    assert 1 == found.count("is missing")


def test_every_fault_is_told_at_once() -> None:
    found = faults(
        {"JIRA_URL": "jira", "PORT": "0", "LEASE_SECONDS": "0", "LOG_FORMAT": "xml"},
        Need.BOT_TOKEN,
        Need.APP_TOKEN,
    )
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "JIRA_URL", "JIRA_TOKEN", "PORT")
    for name in (*names, "LEASE_SECONDS", "LOG_FORMAT"):
        assert 1 == found.count(f"- {name} is")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-user-token"),
        ("SLACK_APP_TOKEN", "xoxb-sample"),
        ("SLACK_API_URL", "slack.com"),
        ("JIRA_URL", "http://jira.example.com"),
        ("JIRA_URL", "https://user:word@jira.example.com"),
        ("JIRA_URL", "https://jira.example.com:port"),
        ("JIRA_URL", "https://jira.example.com?x=1"),
        ("JIRA_EMAIL", "nobody"),
        ("DATABASE_URL", "mysql://db.example/shortlist"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite+other:///shortlist.db"),
        ("DATABASE_URL", "not a url"),
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("PORT", "٨٠"),
        ("ADMIN_USERS", "@sample.person"),
        ("ADMIN_USERS", "U012AB3CD;U045EF6GH"),
        ("PUBLIC_URL", "shortlist.example"),
        ("LEASE_SECONDS", "nan"),
        ("LEASE_SECONDS", "soon"),
        ("LOG_FORMAT", "JSON"),
    ],
)
def test_what_will_not_do_is_said(name: str, value: str) -> None:
    assert f"- {name} is" in faults(GOOD | {name: value})


@pytest.mark.parametrize(
    "value",
    ["https://jira.example.com/jira", "http://127.0.0.1:8080", "http://localhost:2990/jira"],
)
def test_a_jira_may_be_below_a_path_or_on_this_machine(value: str) -> None:
    assert value == read(GOOD | {"JIRA_URL": value}).jira_url


@pytest.mark.parametrize("value", ["postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"])
def test_postgresql_may_be_written_in_several_ways(value: str) -> None:
    assert value == read(GOOD | {"DATABASE_URL": value}).database_url


@pytest.mark.parametrize(
    ("half", "missing"),
    [
        ({"JIRA_URL": "https://jira.example.com"}, "JIRA_TOKEN"),
        ({"JIRA_TOKEN": "sample"}, "JIRA_URL"),
        ({"JIRA_URL": "https://example.atlassian.net", "JIRA_TOKEN": "sample"}, "JIRA_EMAIL"),
    ],
)
def test_jira_is_set_whole_or_not_at_all(half: dict[str, str], missing: str) -> None:
    assert f"{missing} is missing" in faults(half)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_no_value_that_may_be_a_secret_is_printed(setting: Setting) -> None:
    told = ""
    try:
        read(GOOD | {setting.name: CANARY})
    except ConfigError as error:
        told = str(error)
    assert CANARY not in told


def test_a_config_shows_no_secret_of_its_own() -> None:
    secrets = {
        "SLACK_BOT_TOKEN": f"xoxb-{CANARY}",
        "SLACK_APP_TOKEN": f"xapp-{CANARY}",
        "SLACK_SIGNING_SECRET": CANARY,
        "JIRA_TOKEN": CANARY,
        "JIRA_WEBHOOK_SECRET": CANARY,
        "DATABASE_URL": f"postgresql://user:{CANARY}@db.example/shortlist",
    }
    config = read(GOOD | secrets)
    assert CANARY not in repr(config)
    assert [True] * 6 == [CANARY in secret for secret in config.secrets]


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("PORT=1234\nHOST=192.0.2.1\n")
    monkeypatch.setenv("PORT", "4321")
    monkeypatch.delenv("HOST", raising=False)
    config = load()
    assert (4321, "192.0.2.1") == (config.port, config.host)


def test_the_example_is_the_one_the_code_prints() -> None:
    written = Path(__file__).parents[1] / ".env.example"
    assert example() == written.read_text()


def test_the_example_names_every_setting_and_is_itself_sound() -> None:
    lines = [line for line in example().splitlines() if line and line[0] != "#"]
    settings = {name: value for name, _, value in (line.partition("=") for line in lines)}
    assert {s.name for s in SETTINGS} - {"CLOCK_FILE"} == settings.keys()
    read(settings)

"""What of a conversation is an idea, whatever is said in it and in whatever order it comes."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import capture
from bot.domain.ideas import says_something
from bot.errors import UserError

BOT = "U000000001"
EPOCH = datetime.fromtimestamp(0, UTC)
INSTANTS = st.integers(11 * 10**14, 2 * 10**15).map(lambda n: EPOCH + timedelta(microseconds=n))
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@\0"), max_size=60)


@given(INSTANTS)
def test_a_time_stamp_is_an_instant_and_back(at: datetime) -> None:
    assert at == capture.instant(capture.stamp(at))


@given(st.lists(INSTANTS, min_size=1, max_size=6))
def test_time_stamps_sort_as_instants(at: list[datetime]) -> None:
    assert sorted(at) == [capture.instant(ts) for ts in sorted(map(capture.stamp, at))]


@given(INSTANTS, st.lists(st.integers(0, 240), min_size=1, max_size=6), st.randoms())
def test_a_burst_is_two_minutes_long_in_whatever_order_it_comes(
    start: datetime, seconds: list[int], random: Random
) -> None:
    stamps = [capture.stamp(start + timedelta(seconds=s)) for s in seconds]
    shuffled = random.sample(stamps, len(stamps))
    assert (max(seconds) - min(seconds) <= 120) == capture.one_burst(shuffled)
    earliest, latest = capture.around(stamps[0])
    if capture.one_burst(stamps):
        assert all(earliest <= ts <= latest for ts in stamps)


@given(st.dictionaries(st.sampled_from(["1.000001", "1.000002", "1.000003"]), WORDS))
def test_a_burst_reads_as_it_was_written(texts: dict[str, str]) -> None:
    said = [texts[ts] for ts in sorted(texts) if texts[ts].strip()]
    assert "\n".join(said) == capture.joined(texts)
    assert capture.joined(texts) == capture.joined(dict(reversed(texts.items())))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (f"@{BOT} Export reports as CSV", "Export reports as CSV"),
        (f"@{BOT}: Export reports", "Export reports"),
        (f"@{BOT}, – Export reports", "Export reports"),
        (f"Hello @{BOT} export reports\nas CSV", "export reports\nas CSV"),
        (f"Export reports as CSV @{BOT}", "Export reports as CSV"),
        (f"Export reports as CSV @{BOT} !", "Export reports as CSV"),
        (f"@{BOT} @{BOT} Export", "Export"),
        (f"@{BOT} what @{BOT}7 asked for", f"what @{BOT}7 asked for"),
        (f"@{BOT} 🎉", "🎉"),
        (f"@{BOT}", ""),
        (f"  @{BOT} ?! ", ""),
    ],
)
def test_what_follows_a_mention_is_the_idea(said: str, asked: str) -> None:
    assert capture.mentions(said, BOT)
    assert asked == capture.after_mention(said, BOT)


@given(WORDS, WORDS)
def test_a_mention_loses_no_word_and_leaves_no_name(before: str, after: str) -> None:
    found = capture.after_mention(f"{before} @{BOT} {after}", BOT)
    assert BOT not in found
    assert found in (before.strip(), after.strip().lstrip(",;:–—- ")) or not found
    assert bool(found) == says_something(before + after)


def test_nobody_is_mentioned_where_the_bot_is_unknown() -> None:
    assert not capture.mentions("@ Export", "")
    assert not capture.mentions(f"mail@example.com @{BOT}7", BOT)


def test_people_are_named_where_they_are_known() -> None:
    text = "@U012AB3CD and @W098ZY7XW asked, not me@U012AB3CDE or @Unit"
    assert ["U012AB3CD", "W098ZY7XW", "U012AB3CDE"] == capture.people(text)
    expected = "@Sample Person and @W098ZY7XW asked, not me@U012AB3CDE or @Unit"
    assert expected == capture.named(text, {"U012AB3CD": "Sample Person", "W098ZY7XW": ""})


@pytest.mark.parametrize(
    ("said", "out"),
    [
        (":mega: Lunch!", True),
        ("Lunch! :mega:", True),
        ("mega lunch", False),
        (":megaphone:", False),
    ],
)
def test_the_marker_keeps_a_message_out(said: str, out: bool) -> None:
    assert out == capture.kept_out(said, "mega")
    assert not capture.kept_out(said, "")


@pytest.mark.parametrize(
    ("text", "files", "content"),
    [
        (" Export ", (), "Export"),
        ("Export", ("a.png", "b.pdf"), "Export\n\nFiles: a.png, b.pdf"),
        ("", ("a.png",), "Files: a.png"),
        (" ", (), ""),
    ],
)
def test_a_message_says_its_text_and_names_its_files(
    text: str, files: tuple[str, ...], content: str
) -> None:
    assert content == capture.content(text, files)


@pytest.mark.parametrize(
    ("entered", "name"),
    [(":bulb:", "bulb"), ("bulb", "bulb"), (" :+1: ", "+1"), (":Idée_2:", "idée_2"), ("", "")],
)
def test_an_emoji_is_known_by_its_name(entered: str, name: str) -> None:
    assert name == capture.emoji_named(entered, "emoji")


@pytest.mark.parametrize("entered", ["💡", ":a b:", "two :bulb:", "::", ":<!here>:"])
def test_what_is_no_name_of_an_emoji_is_refused(entered: str) -> None:
    with pytest.raises(UserError) as refused:
        capture.emoji_named(entered, "emoji")
    assert "emoji" == refused.value.field

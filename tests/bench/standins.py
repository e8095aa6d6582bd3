"""The stand-in Slack and Jira as a process: prints one line of JSON, then serves until ended.

`python -m tests.bench.standins [--seconds S]`: with S, every answer takes that long.
"""

import asyncio
import json
import sys
from contextlib import ExitStack
from datetime import UTC, datetime

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import JiraStandIn
from bot.sandbox.slack import SlackStandIn

CREDENTIALS = ("bot@example.com", "sample-token")


async def main(seconds: float) -> None:
    async with (
        SlackStandIn() as slack,
        JiraStandIn(lambda: datetime.now(UTC), credentials=CREDENTIALS) as jira,
    ):
        project = jira.generate(7, datetime.now(UTC), months=1).key
        people = [slack.add_person("Sample Requester")]
        intake, triage = (slack.add_channel(f"sample-{n}", people) for n in ("ideas", "triage"))
        settings = {
            "SLACK_BOT_TOKEN": slack.installation.bot_token,
            "SLACK_API_URL": slack.api_url,
            "JIRA_URL": jira.url,
            "JIRA_EMAIL": CREDENTIALS[0],
            "JIRA_TOKEN": CREDENTIALS[1],
        }
        told = {
            "settings": settings,
            "app_token": slack.installation.app_token,
            "team": slack.installation.team_id,
            "project": project,
            "user": people[0].id,
            "intake": intake.id,
            "triage": triage.id,
        }
        with ExitStack() as weather:
            for faults in (slack.faults, jira.faults) if seconds else ():
                slow = Fault(FaultKind.SLOW, seconds=seconds)
                weather.enter_context(faults.during(slow))
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))

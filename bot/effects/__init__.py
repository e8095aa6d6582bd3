"""Whatever leaves is an *effect*: a value that says what to do.

The outbox hands it to the port of its system with a mark, and gets a result or one of the errors
in `bot.errors`.
"""

from bot.effects.chat import (
    FindPerson,
    JoinChannel,
    PostMessage,
    Profile,
    PublishHome,
    ReadCalendar,
    ReadGroup,
    ReadMessage,
    ReadPermalink,
    ReadPerson,
    SendFile,
    Unfurl,
    UpdateMessage,
    UploadFile,
)
from bot.effects.effect import Effect, Proceed, System
from bot.effects.tracker import (
    AddComment,
    CreateIssue,
    RankIssue,
    ReadIds,
    ReadIssue,
    ReadIssues,
    ReadOrder,
    ReadSite,
    ReadVersions,
    SetField,
    TrackIssue,
    TrackIssues,
)

__all__ = [
    "AddComment",
    "CreateIssue",
    "Effect",
    "FindPerson",
    "JoinChannel",
    "PostMessage",
    "Proceed",
    "Profile",
    "PublishHome",
    "RankIssue",
    "ReadCalendar",
    "ReadGroup",
    "ReadIds",
    "ReadIssue",
    "ReadIssues",
    "ReadMessage",
    "ReadOrder",
    "ReadPermalink",
    "ReadPerson",
    "ReadSite",
    "ReadVersions",
    "SendFile",
    "SetField",
    "System",
    "TrackIssue",
    "TrackIssues",
    "Unfurl",
    "UpdateMessage",
    "UploadFile",
]

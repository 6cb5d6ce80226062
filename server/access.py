"""Who may do what: one table of role and action, used by every route and socket message.

Pure: the caller looks the stored role up, `effective_role` adds what the running mode grants,
`authorise` decides. Somebody without a role must not learn that the document exists, so that is
`NotFound`; somebody whose role is too small is told so (`Forbidden`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from server.errors import Forbidden, NotFound

__all__ = ["ALLOWED", "Action", "Role", "allows", "authorise", "effective_role"]


class Role(StrEnum):
    """What a person is in one document, from most to least."""

    COORDINATOR = "coordinator"
    WRITER = "writer"
    REVIEWER = "reviewer"
    READER = "reader"


class Action(StrEnum):
    """What can be done to one document."""

    READ = "read"
    AWARENESS = "awareness"
    COMMENT = "comment"
    HISTORY = "history"
    NAME_VERSION = "name-version"
    REVIEW = "review"
    WRITE = "write"
    RENAME = "rename"
    ASK_ASSISTANT = "ask-assistant"
    EDIT_BRIEF = "edit-brief"
    EDIT_RECIPES = "edit-recipes"
    SET_POLICY = "set-policy"
    SIGN_OFF = "sign-off"
    LIST_MEMBERS = "list-members"
    MANAGE_MEMBERS = "manage-members"
    INVITE = "invite"
    DELETE = "delete"
    UNDELETE = "undelete"


_READER = frozenset({Action.READ, Action.AWARENESS, Action.LIST_MEMBERS})
_REVIEWER = _READER | {Action.COMMENT, Action.HISTORY, Action.NAME_VERSION, Action.REVIEW}
_WRITER = _REVIEWER | {
    *(Action.WRITE, Action.RENAME),
    *(Action.ASK_ASSISTANT, Action.EDIT_BRIEF, Action.EDIT_RECIPES),
}
_COORDINATOR = _WRITER | {
    *(Action.MANAGE_MEMBERS, Action.INVITE, Action.SET_POLICY, Action.SIGN_OFF),
    *(Action.DELETE, Action.UNDELETE),
}

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.WRITER: _WRITER,
        Role.REVIEWER: _REVIEWER,
        Role.READER: _READER,
    }
)
"""The table. A test holds it to the one in docs/security.md."""

_DOING: Mapping[Action, str] = {
    Action.READ: "read this document",
    Action.AWARENESS: "show a caret in this document",
    Action.COMMENT: "comment on this document",
    Action.HISTORY: "read this document's history",
    Action.NAME_VERSION: "name versions of this document",
    Action.REVIEW: "review this document",
    Action.WRITE: "change this document",
    Action.RENAME: "rename this document",
    Action.ASK_ASSISTANT: "ask the assistant about this document",
    Action.EDIT_BRIEF: "change the brief of this document",
    Action.EDIT_RECIPES: "change the recipes of this document",
    Action.SET_POLICY: "set the rules for the assistant in this document",
    Action.SIGN_OFF: "sign this document off, or settle what is contested",
    Action.LIST_MEMBERS: "see who is in this document",
    Action.MANAGE_MEMBERS: "change who is in this document",
    Action.INVITE: "invite people to this document",
    Action.DELETE: "delete this document",
    Action.UNDELETE: "bring this document back",
}


def allows(role: Role | None, action: Action) -> bool:
    """Say whether `role` may do `action`; no role may do nothing."""
    return role is not None and action in ALLOWED[role]


def authorise(role: Role | None, action: Action) -> Role:
    """Return the role if it allows the action.

    Raises:
        NotFound: there is no role, so the document is not to be known of.
        Forbidden: the role is too small.
    """
    if role is None:
        raise NotFound("There is no such document, or you have no access to it.")
    if action not in ALLOWED[role]:
        raise Forbidden(f"As a {role.value} you may not {_DOING[action]}.")
    return role


def effective_role(stored: Role | None, *, open_mode: bool) -> Role | None:
    """Return what a person may act as: in open mode everybody is at least a writer."""
    if open_mode and stored is not Role.COORDINATOR:
        return Role.WRITER
    return stored

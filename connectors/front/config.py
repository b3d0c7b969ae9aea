"""The settings of the `front` source."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import GroupsSetting, LanguageSetting, NetworkConfig


class FrontConfig(NetworkConfig):
    """Which company, and what of it."""

    token: SecretStr = Field(
        title="API token",
        description="From Settings, Developers, API tokens, with the scopes message_templates:read, "
        "knowledge_bases:read, teams:read, inboxes:read and teammates:read.",
    )
    templates: bool = Field(
        True, title="Message templates", description="Read the templates, in their folders."
    )
    articles: bool = Field(
        True,
        title="Articles",
        description="Read the articles of the knowledge bases, in all their languages.",
    )
    personal: bool = Field(
        False,
        title="Personal templates",
        description="Also those that belong to one teammate; everybody sees them then.",
    )
    drafts: bool = Field(False, title="Drafts", description="Also articles not published yet, as internal.")
    language: LanguageSetting = None
    groups: GroupsSetting = ()
    address: str = Field(
        "https://api2.frontapp.com", title="Address", description="Of the API; only a proxy needs another."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.templates and not self.articles:
            raise ValueError("choose message templates, articles, or both")
        return self

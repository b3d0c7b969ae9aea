"""The settings of the `intercom` source."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import GroupsSetting, LanguageSetting, NetworkConfig


class IntercomConfig(NetworkConfig):
    """Which workspace, and what of it."""

    token: SecretStr = Field(
        title="Access token",
        description="Of an app of your own: Developer Hub, your app, Authentication. It need only read.",
    )
    address: str = Field(
        "https://api.intercom.io",
        title="Address",
        description="Of the API: https://api.eu.intercom.io for a workspace in Europe, "
        "https://api.au.intercom.io in Australia.",
    )
    macros: bool = Field(True, title="Macros", description="Read the macros, with the teams they are for.")
    articles: bool = Field(
        True, title="Articles", description="Read the articles of the help centres, in all their languages."
    )
    internal_articles: bool = Field(
        True, title="Internal articles", description="Read the articles that are for teammates only."
    )
    drafts: bool = Field(False, title="Drafts", description="Also articles not published yet, as internal.")
    language: LanguageSetting = None
    groups: GroupsSetting = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.macros or self.articles or self.internal_articles):
            raise ValueError("choose at least one of macros, articles and internal articles")
        return self

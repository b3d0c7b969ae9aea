"""The settings of the `helpscout` source."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from connectors.config import GroupsSetting, LanguageSetting, NetworkConfig, TextList


class HelpScoutConfig(NetworkConfig):
    """Which account, and what of it: Help Scout has two APIs, each with a key of its own."""

    app_id: str = Field(
        "",
        title="App ID",
        description="For saved replies: of an app of your own (Your profile, My apps). Empty: none are read.",
    )
    app_secret: SecretStr | None = Field(None, title="App secret", description="Of the same app.")
    docs_key: SecretStr | None = Field(
        None,
        title="Docs API key",
        description="For articles: from Your profile, Authentication, API keys. Empty: none are read.",
    )
    inboxes: TextList = Field(
        (), title="Only these inboxes", description="Names; empty means all that the app's owner may see."
    )
    drafts: bool = Field(False, title="Drafts", description="Also articles not published yet, as internal.")
    language: LanguageSetting = None
    groups: GroupsSetting = ()
    address: str = Field(
        "https://api.helpscout.net",
        title="Address",
        description="Of the Inbox API; only a proxy needs another.",
    )
    docs_address: str = Field(
        "https://docsapi.helpscout.net",
        title="Docs address",
        description="Of the Docs API; only a proxy needs another.",
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if bool(self.app_id.strip()) != bool(self.app_secret):
            raise ValueError("an app has an ID and a secret: give both, or neither")
        if not self.app_secret and not self.docs_key:
            raise ValueError("give an app's ID and secret for saved replies, a Docs API key, or both")
        return self

"""The `website` source: the pages of a website or help centre, by its sitemap or its links."""

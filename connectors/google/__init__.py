"""Google Docs: what Takeout and Drive's download give, as Word, HTML, Markdown and other files."""

"""What builds the documentation site: its settings, its pages, and the rewriting of links."""

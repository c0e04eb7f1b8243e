"""Pictures: one function per figure, in one style; `catalogue` lists them."""

"""Reports on choices: why firms decided, what each instrument adds, which package pays."""

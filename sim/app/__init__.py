"""The page for comparing options: served to this machine's own browser, in Chinese and English."""

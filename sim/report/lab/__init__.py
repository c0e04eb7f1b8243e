"""What notebooks show: tables with labels in either language, their texts, Excel."""

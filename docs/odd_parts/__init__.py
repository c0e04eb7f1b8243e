"""What writes the model description: its prose in two languages, its tables and equations."""

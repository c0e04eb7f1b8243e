"""Reading records: tables, targets, figures, files. Nothing here looks into the city."""

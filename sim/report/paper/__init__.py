"""The report of a comparison: one document, written as a page, a text document and a workbook."""

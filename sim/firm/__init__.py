"""The equations a firm lives by: pure scalar functions, nothing else.

Numbers in the comments are those of the model description. Money is in 10k yuan at 2015
prices; a year's decision sees last year's books.
"""

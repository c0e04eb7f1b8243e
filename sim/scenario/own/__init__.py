"""Tables of a bureau's own firms: their form, their checks, what runs are handed of them."""

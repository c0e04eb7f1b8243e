"""Mutation of the rules: faults planted one by one, and the laws that must find them."""

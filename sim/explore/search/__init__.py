"""Policy search: packages of doses that no other one found beats in everything."""

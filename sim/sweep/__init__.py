"""Many runs that survive: work cut into shards, each written whole or not at all."""

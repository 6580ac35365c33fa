"""One process under load for long: every answer compared, and nothing that grows or stays."""

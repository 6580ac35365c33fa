"""The schemas beside the validators, on documents in bulk: `make schema`."""

"""What happens between driver and server: delays, cuts, silence, servers killed, cancels that get lost."""

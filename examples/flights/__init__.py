"""Every flight that left New York in 2013, as a dashboard: the program behind `make demo`."""

"""People, teams and cohorts out of one CSV file: what it would change is shown, then all of it is done, or nothing."""

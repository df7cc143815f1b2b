"""What can be asked about cases, and how it is seen."""

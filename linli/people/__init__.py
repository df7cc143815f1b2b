"""Who it is: persons, accounts, parties, seats, appointments, cards, homes, and what each may do where."""

"""What neighbours ask for: demands, the cases they belong to, and the loop that each must go round."""

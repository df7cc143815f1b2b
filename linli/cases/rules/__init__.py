"""What the life of a case allows, how long each thing may take, who may call back, how a number is read."""

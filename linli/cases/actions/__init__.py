"""What can be done about demands and cases, by the part of the loop in which it is done."""

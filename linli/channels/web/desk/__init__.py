"""Pages for the residents' committee and the Party branch: one screen, whose move it is."""

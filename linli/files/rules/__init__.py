"""What may come in, what it really is, and how it is cleaned; the name that it came with is never believed."""

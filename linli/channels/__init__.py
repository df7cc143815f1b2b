"""How the world talks to us: channels translate and carry, and decide nothing."""

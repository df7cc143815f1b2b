"""Linli 邻里: nothing a neighbour asks for gets lost."""

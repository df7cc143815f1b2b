"""The walk: one morning, one demand, six people; each visitor has a demand and a clock of their own."""

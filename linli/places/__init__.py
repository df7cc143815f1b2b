"""Where it is: street, community, estate, building, entrance, household, spot, and the zones over entrances."""

"""What a curator should look at, and how much there is of everything."""

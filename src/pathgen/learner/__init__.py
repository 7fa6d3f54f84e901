"""What a learner does with a path: the route through it, progress, the shortest path, the study plan."""

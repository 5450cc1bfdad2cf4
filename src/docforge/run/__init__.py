"""Many documents: which, in what order, where they run, and what is left as it is."""

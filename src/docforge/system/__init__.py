"""What the machine offers: other programs, and processes that end with their parent."""

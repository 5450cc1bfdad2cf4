"""What a document carries besides words: pictures, drawings and formulas."""

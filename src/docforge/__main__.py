"""`python -m docforge` is `docforge`."""

from docforge.cli import main

if __name__ == "__main__":
    main()

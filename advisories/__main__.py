"""`python -m advisories`: the command line, where the script `advisories` is not on the path."""

from advisories.cli import main

if __name__ == "__main__":
    main()

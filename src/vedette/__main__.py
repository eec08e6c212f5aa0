"""`python -m vedette`: the command line."""

from vedette.views.cli import main

if __name__ == "__main__":
    main()

"""`python -m paperline` is the command `paperline`."""

from paperline.delivery.cli.app import main

if __name__ == "__main__":
    main()

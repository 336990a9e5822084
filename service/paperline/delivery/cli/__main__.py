"""`python -m paperline.delivery.cli`: the command where it is not on the path."""

from paperline.delivery.cli.app import main

main()

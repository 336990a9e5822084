"""How a database gets to the newest schema: one file per revision in `versions/`, each frozen once released."""

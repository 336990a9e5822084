"""What goes in and out over HTTP: request bodies, response shapes and their examples."""

"""The engines: each is a Summariser and an Answerer."""

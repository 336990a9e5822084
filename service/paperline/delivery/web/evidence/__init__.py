"""Evidence on the page: whose words a text has, what its failed checks found, what changed between versions."""

"""BookStack, through its REST API."""

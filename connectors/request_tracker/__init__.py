"""Request Tracker 5, through its REST2 interface."""

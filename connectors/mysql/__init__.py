"""What helpdesks whose answers lie in a MySQL or MariaDB database share: reading a dump of it, or itself."""

"""One file a container: what its header declares, read with bounded reads and no library at all."""

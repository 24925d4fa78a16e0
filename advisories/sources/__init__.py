"""One authority product per module: facts as attributes, pure hooks. No I/O."""

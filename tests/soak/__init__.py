"""Long runs over large sources: `make soak`, not part of the tests."""

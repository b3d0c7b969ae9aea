"""How good suggestions were on labelled tickets: pure computation on what came of each ticket."""

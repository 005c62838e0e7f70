"""Right answers written in other manners, and wrong ones with the sentence they should get; one module per notebook."""

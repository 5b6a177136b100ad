"""What is wrong with an advertisement: unlawful or discouraging words, missing parts, signs of fraud."""

"""What is wrong with an advertisement: unlawful or discouraging words, obligatory parts that are missing, signs of fraud."""

"""The reference: pages made from the code that they describe."""

"""Hot issues: when far more people than usual report a class in an area, who is told, and how that ends."""

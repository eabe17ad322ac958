"""A class from the words of a report: linear models over hashed terms, learnt by `python -m deploy.learn_classes`."""

"""What happens: channels in, rules in the middle, Kafka around them."""

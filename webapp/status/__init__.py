"""What a household may see of its case without an account, and the slip that leads there."""

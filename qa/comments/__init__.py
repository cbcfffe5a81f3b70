"""What reviewers and trainers say to each other about a call, and to its agent where they wish to."""

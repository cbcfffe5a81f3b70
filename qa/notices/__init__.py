"""What people are told of, in the page and by webhook: quiet unless somebody wishes otherwise."""

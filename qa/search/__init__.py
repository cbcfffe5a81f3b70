"""Search in what was said: calls by words and phrases, by who said them and when, and by what is known of the call."""

"""Reading a finished corpus: words, keywords, topics, concordance. Reads the store, never the cleaner."""

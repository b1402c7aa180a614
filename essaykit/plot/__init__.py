"""Pictures of results: SVG, PNG or a page, each with its data and its parameters beside it. One module a kind of picture."""

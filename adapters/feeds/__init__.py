"""The web as the newsroom reads it: fetching, parsing, article text and lists of feeds.

Nothing else in the project knows HTTP clients for the open web, feed parsers or HTML.
"""

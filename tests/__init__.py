"""The tests; a package, so that fakes and servers are imported by one name everywhere."""

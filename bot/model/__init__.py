"""The words of the product as frozen values: they cross every border and do nothing."""

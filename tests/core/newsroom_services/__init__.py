"""The newsroom's services, with a real store and a fake web."""

-- Each platform takes its own work: a wave on one must not hide what waits on another.

DROP INDEX promises_open;
CREATE INDEX promises_open ON promises (platform, due, id) WHERE state = 'open';

DROP INDEX deliveries_pending;
CREATE INDEX deliveries_pending ON deliveries (platform, id) WHERE state = 'pending';

# What readers and editors are told about feeds and lists of feeds.
# Every sentence here is given $detail; where there is nothing to name it is empty.

feed-error-timeout = The server took too long to answer. It may answer in a few minutes.
feed-error-dns = No server has the name { $detail }. Check the address for a slip of the pen.
feed-error-refused = The server let nobody in. It may be back in a few minutes.
feed-error-connection = The connection broke off before everything had come. It may hold the next time.
feed-error-tls = The server could not prove that it is { $detail }. Ask its publisher to renew the certificate.
feed-error-status = The server answered { $detail }. Open the address in a browser to see what it says.
feed-error-http = The server’s answer made no sense. Check that the address is that of a website.
feed-error-encoding = The server packed its answer in a way that cannot be unpacked. Ask its publisher to mend it.
feed-error-not-a-feed = There is no feed at this address. Give the address of the feed itself, or use “feed add” with the website’s.
feed-error-malformed = The feed is too badly broken to be read. Ask its publisher to mend it.
feed-error-too-large = The answer is larger than { $detail } MB. Look for a smaller feed of the same publisher.
feed-error-parser-stopped = Reading the feed took too much time or memory, so it was stopped. Remove the feed if this goes on.
feed-error-private-address = The address leads into a private network. To allow it, name it in FEED_ALLOW.
feed-error-bad-address = This is not a web address. It should begin with http:// or https://.
feed-error-redirects = The address sends visitors on and on. Open it in a browser and use the address where you end up.

opml-error-missing = There is no file { $detail }. Check the path, or give an address that begins with https://.
opml-error-unreadable = The file { $detail } cannot be read. Check who is allowed to open it.
opml-error-unreachable = The list of feeds at { $detail } could not be fetched. Open the address in a browser to see why.
opml-error-too-large = The list of feeds is larger than { $detail } MB. Split it into smaller ones.
opml-error-malformed = { $detail } is not a list of feeds in OPML. Export it again from where it came.
opml-error-empty = { $detail } lists no feed. Each feed needs an outline with an xmlUrl.

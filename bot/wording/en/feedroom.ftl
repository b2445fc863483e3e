# Editors and the list of feeds.

command-feeds = See the feeds, and how reading them goes
command-feed-add = Add a feed by its address or its website’s
command-feed-remove = Read a feed no more
command-feed-test = See what a feed holds, without adding it
command-feed-rename = Give a feed the name that readers see
command-feed-topic = Say what a feed is mostly about; without a topic it is taken back
command-feed-weight = Say how much a feed is trusted, from 0 to 3
command-feed-import = Add all feeds of an OPML list
command-feed-export = Get all feeds as an OPML list

parameter-feed = feed
parameter-address = address
parameter-title = title
parameter-topic = topic
parameter-weight = weight

feeds-progress = Reading feeds { $read }/{ $total } · { $failed } failed
feeds-title = { $count ->
    [one] 1 feed
   *[other] { $count } feeds
}
feeds-failing = { $count } failing
feeds-none = There is no feed yet. Send `/feed add` and the address of a website you trust.

## How a feed is

feed-health-fine = read { $read }, last news { $new }
feed-health-quiet = read { $read }, no news yet
feed-health-unread = not read yet
feed-health-gone = its publisher has ended it
feed-health-failing = { $count ->
    [one] Failed once.
   *[other] Failed { $count } times.
} { $why }
feed-tried-again = It will be tried again later.
feed-weight-mark = weight { $weight }
feed-gone = { $title } is read no more: its publisher says that { $url } is gone for good. If it lives elsewhere, send `/feed add` and its new address.

## Changing the list

feed-added = Added { $title }.
feed-first-reading = { $count ->
    [0] It has no news of the last 36 hours.
    [one] 1 piece of news of the last 36 hours is on its way to the desk.
   *[other] { $count } pieces of news of the last 36 hours are on their way to the desk.
}
feed-others = The same website also has:
feed-known = { $url } is among the feeds already. Send /feeds to see how it is.
feed-none-found = There is no feed at { $url }, and the page names none. Look for “RSS” on the website and give that address.
feed-unknown = No feed is called “{ $text }”. Send /feeds and use the number or the address.
feed-several = “{ $text }” stands in the names of { $count } feeds. Send /feeds and use the number.
feed-no-number = There is no feed { $number }. Send /feeds to see the numbers of those there are.
feed-removed = { $title } is read no more. What it brought stays. To have it back, send `/feed add` and its address.
feed-renamed = Readers now see it as { $title }.
feed-topic-set = { $title } is now taken to be mostly about { $topic }.
feed-topic-gone = { $title } is now taken to be about anything.
feed-weight-set = { $title } now has weight { $weight }; 1 is usual.
feed-bad-weight = “{ $text }” is not a weight. Give a number from 0 to 3, where 1 is usual.
no-such-topic = There is no topic “{ $text }”. There are { $names }.

feed-test-entries = { $count ->
    [0] no entries
    [one] 1 entry
   *[other] { $count } entries
}, { $news ->
    [0] no news of the last 36 hours
   *[other] { $news } of the last 36 hours
}
feed-test-newest = the newest is of { $age }
feed-add-button = Add this feed

feeds-import-web = “{ $text }” is not a web address. Give the address of a list on the web; a file on the machine is imported there with: briefing feeds import FILE
feeds-imported = The list has { $listed ->
    [one] 1 feed
   *[other] { $listed } feeds
}, { $new ->
    [0] all of them known already.
    [one] 1 of them new. It is read within a minute.
   *[other] { $new } of them new. They are read within a minute.
}
feeds-exported = Here are all feeds, as a list that any news reader takes.

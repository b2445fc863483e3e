# What the program itself says: on the command line, and to the newsroom about itself.

clock-back = The clock was turned back to { $now }; the last time it read { $last }. Nothing is sent twice, and what was planned by the other clock is planned anew. Please check the machine’s clock.

platform-not-served = { $setting } is set, but Discord is not served yet. Leave it empty, or take a version that serves it.
demo-introduction = A small day of invented news. Lines that begin with “> ” are typed; the rest is the bot.
health-storage-silent = The database does not answer. Look at its disk, and for another program that holds it.
health-feeds-late = No round of reading feeds has ended for { $minutes } minutes. Look at the log and at the network.
running-already = The program runs on this database already. Stop that one first, or give this one a DATABASE_URL of its own.
feeds-none-yet = There are no feeds. Add some with: briefing feeds import FILE
feeds-reading-list-failed = FEEDS could not be read: { $why }
backed-up = The backup is { $path }.
restored = The backup is in place. What was there before is kept as { $aside }.
restored-first = The backup is in place.
restored-erased = { $count ->
    [one] One person who had asked to be forgotten was erased again.
   *[other] { $count } people who had asked to be forgotten were erased again.
}
restored-erasures-unknown = Nobody can tell who asked to be forgotten since the backup was made: the database that was there could not be read.

## What is found by briefing check

check-fine = fine
check-amiss = MEND
check-database = The database is whole.
check-damage = { $what }. Put a backup in its place: briefing restore FILE
check-disk = { $gigabytes } GB are free on the disk.
check-disk-full = Only { $megabytes } MB are free on the disk. Make room: news and comments can soon not be kept any more.
check-no-feeds = There are no feeds yet. They come in at the first start, or add some with: briefing feeds import FILE
check-feeds = { $count ->
    [one] One feed
   *[other] { $count } feeds
}{ $failing ->
    [0] , none failing.
    [one] , one of them failing; briefing feeds list says why.
   *[other] , { $failing } of them failing; briefing feeds list says why.
}
check-feeds-failing = { $failing } of { $count } feeds are failing. Look at this machine’s network first, then at briefing feeds list.
check-console-only = No platform’s token is set: the terminal is served.
check-aside = Event { $event } of { $at } UTC could not be handled and was set aside: { $why }. What it asked for was not done; ask for it again.
check-people = { $owners ->
    [0] No owner but
    [one] One owner and
   *[other] { $owners } owners and
} whoever sits at the terminal; { $editors ->
    [0] no editors
    [one] one editor
   *[other] { $editors } editors
}.
check-chats = { $count ->
    [0] Nobody has subscribed yet.
    [one] One chat is subscribed.
   *[other] { $count } chats are subscribed.
}

# For readers: what this is, today’s stories, the archive, search, help.

command-start = See what this is and when it comes
command-help = See what I can do, or how one command works
command-about = See where the stories come from
command-today = See the stories as they stand now
command-yesterday = See what came here yesterday
command-archive = See what came here on a date
command-story = Read one story, whole
command-search = Find stories by words
command-missed = See which briefings did not come, and why

parameter-command = command
parameter-date = date
parameter-story = story
parameter-words = words

example-archive = For example: `/archive 2026-02-02`, `/archive 2 February` or `/archive yesterday`
example-story = For example: `/story k7`
example-search = For example: `/search ambassador recalled`
example-help = For example: `/help time`

## What this is

greeting-what = News stories picked by hand, with their sources. Reply to a story to comment on it.
greeting-plan = It would come { $schedule }, with { $count ->
    [one] 1 story
   *[other] { $count } stories
} at most. You can change all of that.
greeting-plan-group = Somebody who runs this chat can subscribe it. It would come { $schedule }, with { $count ->
    [one] 1 story
   *[other] { $count } stories
} at most.
greeting-subscribed = It comes { $schedule }. { $next }
subscribe-button = Subscribe
settings-button = Settings
manage-button = Set it up privately
set-up-button = Set it up
today-button = Today’s stories
back-again = I am back. { $next }

about-made = It is made of { $feeds ->
    [one] 1 feed
   *[other] { $feeds } feeds
}. What several of them report becomes one story; editors pick, and rank fills what they leave open.
about-texts = Every text is the beginning of its source’s own article, with a link to it. Nothing is made up or cut inside a sentence.
about-comments = What you reply to a story is kept as a comment on it. /mydata shows what I keep of you, /forgetme erases it.

## Help

help-title = What I can do
help-more = Send /help and a command, such as `/help time`, to see how it works.
room-read = To read
room-talk = To talk
room-subscribe = To have it delivered here
room-desk = At the desk
room-feeds = Feeds
room-owner = For the owner

## Lists of stories

today-title = Today’s stories
today-none = There are no stories yet today. Feeds are read all day; try again in a while.
archive-title = Delivered here on { $date }
archive-none = Nothing was delivered here on { $date }. /today shows the stories as they stand now.
archive-future = { $date } is still to come. Name a date that is past, such as `/archive yesterday`.
date-of-year = { $date } { $year }
date-unclear = “{ $text }” is not a date that I can read. Write it like { $example }.
search-title = { $count ->
    [one] 1 story
   *[other] The newest { $count } stories
} with these words
search-none = No story has all of “{ $text }” in it. Try fewer words, or other ones.

## What did not come

missed-title = Not delivered in the last seven days
missed-none = Nothing was missed in the last seven days.
missed-row = { $date }, { $hour }: { $why }
missed-missed = I was not running then, and came back too late
missed-superseded = a newer one was due by then and went out instead
missed-paused = the subscription was paused
missed-unsubscribed = there was no subscription any more
missed-otherwise = it could not be sent

# Subscriptions: when a briefing comes to a chat, how much of it, and in which form.

command-subscribe = Have the briefing delivered here, or to a chat that you run
command-unsubscribe = Have it delivered here no more
command-pause = Pause it until you resume it
command-resume = Have it delivered again after a pause
command-settings = See all settings, with buttons to change them
command-time = Set the hours at which it comes
command-timezone = Set the time zone: its name, a large city or a place on the map
command-days = Set the days on which it comes
command-stories = Set how many stories it has at most
command-topics = Choose topics
command-mute = Leave out stories with certain words in their headline
command-silent = Have it come without a sound, or with one
command-layout = Have a message for each story, or one for all
command-language = Choose the language that I speak
command-sharing = Choose whether what is said here is shown in other chats
command-manage = Set up a group or channel of yours from a private chat
command-at = Run a command for another chat that you run

parameter-chat = @name or id
parameter-hours = hours
parameter-zone = city or zone
parameter-days = days
parameter-topics = topics
parameter-switch = on|off
parameter-layout = stories|digest
parameter-language = language

example-subscribe = For example: /subscribe or `/subscribe @harbourpost`
example-manage = For example: `/manage @harbourpost`
example-at = For example: `/at @harbourpost time 07:30`
example-time = For example: `/time 07:00 18:30` sets the hours, `/time +12:00` adds one, `/time -12:00` takes it away.
example-timezone = For example: `/timezone Tokyo`, `/timezone America/New_York` or `/timezone 48.86,2.35`
example-days = For example: `/days mon-fri`, `/days weekend` or `/days daily`
example-stories = For example: `/stories 5`
example-topics = For example: `/topics +visas`, `/topics -visas` or `/topics all`
example-mute = For example: `/mute football "prime minister"` adds both, `/mute -football` takes one away.
example-language = For example: `/language English`

## When

schedule = { $days } at { $hours }, { $zone }
days-every = every day
days-workdays = Monday to Friday
days-weekend = Saturday and Sunday
days-some = on { $days }
slot-today = today at { $hour }
slot-tomorrow = tomorrow at { $hour }
slot-date = { $date } at { $hour }
next-at = Next: { $slot }.
next-paused = It is paused: /resume goes on.

## Beginning and ending

subscribed = Subscribed: { $schedule }, { stories-count } at most. { $next }
subscribed-already = This chat is subscribed already: { $schedule }. { $next }
unsubscribed = Unsubscribed: nothing more will come. Your settings are kept in case you come back.
unsubscribed-already = This chat has no subscription, so nothing will come.
paused = Paused: nothing will come until you send /resume.
resumed = It goes on. { $next }
subscribe-first = This chat has no subscription yet. Subscribe first, then everything can be set.

## The settings

settings-title = Settings
settings-schedule = It comes { $schedule }
settings-order = { stories-count } at most, { $layout }
settings-topics = Topics: { $topics }
settings-muted = Left out: { $muted }
settings-silent = Without a sound
settings-unshared = What is said here stays here
stories-count = { $count ->
    [one] 1 story
   *[other] { $count } stories
}
layout-stories = a message each
layout-digest = in one message
topics-all = all

hours-button = Hours
days-button = Days
zone-button = Time zone
topics-button = Topics
muted-button = Muted words
layout-button-stories = A message each
layout-button-digest = All in one message
silent-button-on = Without a sound
silent-button-off = With a sound
sharing-button-on = Show comments elsewhere
sharing-button-off = Keep comments here
pause-button = Pause
resume-button = Resume
unsubscribe-button = Unsubscribe
back-button = ‹ Settings
topics-all-button = All topics
days-button-daily = Every day
days-button-weekdays = Monday to Friday
days-button-weekend = Weekend
unmute-button = { $word } ✕
switched-on = { $label } ✓

pick-hours = At which hours should it come? For others send them, such as `/time 07:30`.
pick-days = On which days should it come?
pick-topics = Which topics should it have?

## One thing changed

schedule-set = It comes { $schedule }. { $next }
stories-set = { stories-count } at most from now on. { $next }
stories-how = { stories-count } at most. For another number from { $low } to { $high } send it, such as `/stories 5`.
topics-set = Topics: { $topics }. { $next }
mute-set = Stories with { $muted } in their headline are left out. { $next }
mute-ended = No words are muted any more. { $next }
silent-is-on = It comes without a sound.
silent-is-off = It comes with a sound.
silent-on = It comes without a sound from now on.
silent-off = It comes with a sound from now on.
layout-set-stories = Each story is a message of its own from now on. { $next }
layout-set-digest = All stories come in one message from now on. { $next }
layout-is-stories = Each story is a message of its own.
layout-is-digest = All stories come in one message.
language-set = I speak { $language } here from now on. The stories keep their own language.
language-how = I speak { $languages }. Send /language and the one that you want.
sharing-is-on = What is said here is shown in other chats, if its author agrees.
sharing-is-off = What is said here stays here.
sharing-on = What is said here is shown in other chats from now on, if its author agrees.
sharing-off = What is said here stays here from now on, and is taken back from other chats.

## A group or channel, from a private chat

manage-which = Which group or channel do you want to set up? Choose it, or send /manage and its @name, such as `/manage @harbourpost`.
manage-condition = I must be in it: in a channel as an administrator.
manage-group-button = A group
manage-channel-button = A channel
manage-in-private = Whoever runs this chat can set it up in private. /settings does it here.
manage-in-private-so = Whoever runs this chat can set it up in private: send me { $line } there. /settings does it here.
# Stands above an answer that is about another chat than the one where it is read.
at-chat = For { $title }:
at-not-this = { $command } can’t be sent for another chat. Send it where it is meant.
chat-unknown = I can’t write in a chat called { $text }. Add me there as an administrator who may post messages, then try again.

## What could not be understood

hours-unclear = I can’t read “{ $text }” as an hour. Send hours like this: `/time 07:00 18:30`
hours-too-many = { $count } hours are too many; { $most } a day are the most. Send fewer of them.
hours-last = At least one hour must stay. Add another one first, or /pause it.
days-unclear = I can’t read “{ $text }” as a day. Send days like this: `/days mon-fri`, `/days sat sun` or `/days daily`
days-last = At least one day must stay. Add another one first, or /pause it.
zone-how = The time zone is { $zone }. To change it, send a large city near you, such as `/timezone Tokyo`.
zone-unknown = I don’t know the time zone “{ $text }”. Send a large city near you, such as `/timezone Tokyo`.
zone-unknown-near = I don’t know the time zone “{ $text }”. Did you mean { $near }? Send `/timezone { $near }`.
zone-offset = “{ $text }” knows no summer time. Send a large city near you instead, such as `/timezone Tokyo`.
zone-no-place = There is no place at { $text }. Send degrees north and east, such as `/timezone 48.86,2.35`, or a large city near you.
zone-at-sea = At { $text } there is no land, and at sea no summer time. Send a large city near you instead, such as `/timezone Tokyo`.
zone-here-button = Use where I am
zone-place-button = Share where I am
zone-which = There are several places called “{ $text }”. Which one do you mean?
zone-choice = { $city }, { $country }
topics-none = This briefing has no topics to choose from. To leave stories out, send /mute and words.
topic-unknown = “{ $text }” is not among the topics. There are { $topics }; send /topics and those that you want.
mute-none = No words are muted. Send /mute and words to leave out stories with them.
mute-list = Left out are stories with { $muted } in their headline. Press a word to have them back.
mute-not-muted = “{ $text }” was not muted. Send /mute to see what is.
mute-unclear = There is no word to mute in that. Send it like this: `/mute football`
mute-too-long = A muted word can have { $most } letters at most. Send a shorter one.
mute-too-many = { $count } muted words are too many; { $most } are the most. Take some away first, such as `/mute -football`.
language-unknown = I don’t speak “{ $text }”. I speak { $languages }; send /language and one of these.

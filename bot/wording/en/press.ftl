# What goes out: the header of an edition, its stories, the digest, and what the newsroom is told.

## The header

# The date is written out: Wednesday 2 February.
edition-day = { $date } · { $count ->
    [one] 1 story
   *[other] { $count } stories
}
# The hour is the chat’s own.
edition-late = This edition is late: it was due at { $hour }.

## A story

story-headline = { $label }: { $headline }
story-also = Also reported by { $names }
comment-line = { $count ->
    [0] No comments yet »
    [one] 1 comment »
   *[other] { $count } comments »
}
like-line = { $count ->
    [one] 1 reader likes this
   *[other] { $count } readers like this
}
like-button = { $count ->
    [0] ♡
   *[other] ♡ { $count }
}
reply-button = Leave a reply

## The digest: one message for all stories

digest-row = { $number }. { $headline }
digest-button = { $number } · { comment-line }

## What the newsroom is told

told-chat-barred = I may not write in { $chat } any more. Ask its administrators to let me post there again; what is due waits.
told-story-refused = { $platform } refused “{ $headline }”. It is among the dead letters: send /letters to see why.
told-story-stopped = { $platform } refused “{ $headline }” in { $count } chats, so it goes to no more of them. Send /letters to see why.
told-platform-down = { $platform } lets me send nothing: { $reason } I try again every few minutes and what is due waits. Run “briefing check” to see what is wrong.
told-platform-away = I cannot reach { $platform }. I go on trying, and what is due waits until I can. If others can reach it, look at this machine’s connection.
told-damaged = The database no longer says what I wrote: { $detail }. What was due of it is not sent. Stop me and go back to a backup with “briefing restore”, for more may be damaged.
told-zone-unknown = { $chat } gets nothing any more, for its time zone { $zone } is not known here. Somebody there sets another with /timezone.
platform-loses-chats = More than one chat in twenty is gone there, which looks like the token of another bot.
platform-away = It cannot be reached.
told-unreadable = Something came from { $platform } that I cannot read ({ $why }). I kept it and go on; “briefing check” lists what was set aside. It may be new there: look for a newer version of me.
told-platform-back = { $platform } lets me send again. What waited is on its way.

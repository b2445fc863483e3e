# Editors at the desk: candidates and decisions, why things are as they are, sending, dead letters.

command-desk = See the candidates, and decide what goes out
command-pick = Take stories into the next briefing
command-drop = Leave stories out, whatever their rank
command-pin = Put a story before all others
command-unpin = Let a pinned story be a pick like the others
command-order = Put the picked stories into this order
command-headline = Rewrite a story’s headline; without a text it is the source’s again
command-excerpt = Rewrite a story’s excerpt; without a text it is the source’s again
command-label = Give a story its own label; without a text it has the briefing’s again
command-why = See why a story ranks where it does, and how it was grouped
command-whynot = See what became of a link, and why it is not among the first
command-preview = See the briefing as it would go out now
command-send = Send the briefing to all chats now
command-letters = See what could not be delivered, and why
command-letter-retry = Send what could not be delivered once more
command-letter-drop = Give up what could not be delivered

parameter-stories = stories
parameter-headline = headline
parameter-excerpt = excerpt
parameter-label = label
parameter-platform = platform

## The desk

desk-title = Desk
desk-summary = { $candidates ->
    [0] no candidates
    [one] 1 candidate
   *[other] { $candidates } candidates
}, { $picked } picked of { $size }
desk-wave = next delivery { $hour } in { $place }, { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}
desk-no-wave = no chat is waiting for it
desk-empty = There is no news on your subject yet. Send /feeds to see how reading goes, or look again in a few minutes.
desk-outlets = { $count ->
    [one] 1 outlet
   *[other] { $count } outlets
}
desk-row-picked = picked by { $by }
desk-row-pinned = pinned by { $by }
desk-row-dropped = dropped
desk-row-sent = sent
desk-picked-rows = Picked: { $rows }
desk-picked-pinned = Picked: { $rows } (pinned: { $pinned })

pick-button = Pick { $row }
drop-button = Drop { $row }
pin-button = Pin { $row }
unpin-button = Unpin { $row }
why-button = Why { $row }
preview-button = Preview
send-button = Send now

## Decisions

desk-picked = Picked { $story }: { $headline }
desk-dropped = Dropped { $story }: { $headline }
desk-pinned = Pinned { $story }: { $headline }
desk-unpinned = No longer pinned, still picked: { $headline }
# Two editors decided and this one came second; or it was their own decision before.
# Own is yes where whoever reads it decided so.
desk-already-picked = { $own ->
    [yes] You
   *[no] { $by }
} picked it at { $hour } already: { $headline }
desk-already-pinned = { $own ->
    [yes] You
   *[no] { $by }
} pinned it at { $hour } already: { $headline }
desk-already-dropped = { $own ->
    [yes] You
   *[no] { $by }
} dropped it already: { $headline }
desk-not-pinned = It is not pinned: { $headline }
desk-not-picked = “{ $headline }” is not picked, so it has no place to move from. Pick it first.
desk-stale = “{ $headline }” is on the desk no more, so nothing was changed. This is the desk as it is now.
desk-ordered = The picked stories now go out in this order:
# The text that readers will see follows.
desk-edited = { $what ->
    [headline] The headline now reads:
    [excerpt] The excerpt now reads:
   *[label] The label now reads:
}
desk-edit-undone = { $what ->
    [headline] The headline is the source’s again:
    [excerpt] The excerpt is the source’s again:
   *[label] The label is the briefing’s again:
}
desk-excerpt-none = The excerpt is the source’s again, and the source gives none.
desk-too-long = This is { $length } characters long; { $most } is the most. Shorten it and send it again.

## Why a story ranks where it does

quoted = “{ $text }”
why-score = Its score is { $score }, the sum of:
why-subject = near to the briefing’s subject: { $terms }
why-voices = { $count ->
    [one] 1 outlet reports it
   *[other] { $count } independent outlets report it
}
why-fresh = first report { $first }, newest report { $last }
why-growing = growing: { $count ->
    [one] 1 outlet
   *[other] { $count } outlets
} within three hours
why-weight = its most trusted feed has weight { $weight }
why-opinion = it is led by an opinion piece
why-alike = much like a story above it, so that one moved up in between
why-grouped = How it was grouped:
why-matched = { $outlet } matched { $other } on { $terms } ({ $strength })
why-more = and { $count } more

whynot-unknown = No feed has brought this link. Add the outlet’s feed with `/feed add` and its address.
whynot-undated = It has no date, and came with its feed’s first reading: nobody could tell it from the archive.
whynot-old = It was { $age } old already when its feed brought it; news is what is younger than 36 hours.
whynot-waiting = It has just come in and will be on the desk in a moment.
whynot-dropped = It is part of story { $story }, which { $by } dropped.
whynot-picked = It is part of story { $story }, which { $by } picked at { $hour }: it goes out with the next briefing.
whynot-ranked = It is part of story { $story }, which ranks { $rank } of { $count }.
whynot-subject = It is part of story { $story }, which has none of the words that the briefing is about.
whynot-past = It is part of story { $story }, whose newest report is more than 36 hours old.
whynot-pick = To take it all the same, send `/pick { $story }`

## Sending

preview-long = In { $platform } this takes { $count } messages: { $headline }
preview-fits = In { $platform } each story fits into one message.
no-such-platform = I am not on “{ $name }”. I am on { $names }.
send-nothing = There is nothing to send: no story is picked, and no candidate fills the briefing. Send /desk to pick some.
send-nobody = No chat has subscribed yet, so there is nobody to send to. A chat does it with /subscribe.
# A chat gets fewer where it wants fewer, or has had some of them.
send-sure = Send { $stories ->
    [one] 1 story
   *[other] up to { $stories } stories
} to { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
} now?
send-sure-button = Yes, send now
send-done = Sending { $stories ->
    [one] 1 story
   *[other] up to { $stories } stories
} to { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}; what a chat has had it does not get again.

## Dead letters

letters-title = { $count ->
    [one] 1 message could not be delivered
   *[other] { $count } messages could not be delivered
}
letters-none = Everything could be delivered.
letter-opening = The opening of the briefing
letter-lost = A story that the database has lost
letter-where = { $chat }: { $why }
letter-chat-gone = the chat is gone, or has blocked me
letter-not-allowed = I may not write there
letter-refused = the platform refused the message
letter-unknown-outcome = twice nobody could tell whether it arrived
letter-tried-enough = it failed six times
letter-text-lost = its text is lost
letter-other = it failed
letter-retry-button = Retry { $number }
letter-drop-button = Give up { $number }
letter-retried = Message { $number } will be sent once more.
letter-dropped = Message { $number } is given up.
letter-expired = The time of message { $number } is over: the next briefing has its stories. Send `/letter drop { $number }` to give it up.
no-such-letter = There is no undelivered message { $number }. Send /letters to see what there is.

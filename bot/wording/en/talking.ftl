# For those who comment: the discussion, likes, and what is kept of a person.

command-comments = Read the comments on a story
command-comment = Comment on a story
command-delete = Take a comment of yours back: the one that you answer, or one of a list
command-reply = Comment on the story whose button you press
command-like = Like a story, or no more
command-place = Say which story your reply was about
command-shown = Choose how your comments are shown in other chats
command-mydata = Get everything that is kept of you
command-forgetme = Erase everything that is kept of you

parameter-page = page
parameter-comment = comment
parameter-name-shown = named|unnamed|here
parameter-sure = yes
parameter-number = number

example-comments = For example: `/comments k7`
example-comment = For example: `/comment k7 The talks next month are the real test.`

## The discussion

comments-title = { $count ->
    [0] No comments yet
    [one] 1 comment
   *[other] { $count } comments
}
# Stands instead of the title and under the last comment where there are such that this chat may not see.
comments-none-here = No comments to be seen here
comments-unseen = { $count ->
    [one] 1 more is shown only where it was made.
   *[other] { $count } more are shown only where they were made.
}
comment-edited = edited
comment-date = { $date }, { $hour }
platform-console = Terminal
platform-discord = Discord
platform-telegram = Telegram

## Commenting

reply-prompt = Your comment on “{ $headline }”: reply to this message with it.
reply-to-nothing = That message is not about a story, so I can’t keep your reply. Reply to a story, or send /comment with its id.
comment-kept = Your comment stands under “{ $headline }”.
comment-empty = I can only keep text. Write your comment in words and send it again.
comment-too-long = This comment is { $length } characters long; { $most } is the most. Shorten it and send it again.
comment-edit-too-long = Your comment would now be { $length } characters long; { $most } is the most. It stays as it was until you shorten it.
comment-flood = That was a lot in a short time, and this comment is not kept. Wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} and send it again.
comment-flood-chat = So much is being said here that I can’t keep up, and this comment is not kept. Send it again in a minute.
comment-story-unclear = I can’t tell any more which story that was about. Send /comment with the story’s id.
place-question = Which story do you mean?
place-row = { $number }. { $headline }
place-not-yours = That is somebody else’s comment, or it is gone. Reply to a story to write your own.
place-done = Your comment has its story already. To say something of another, reply to that one.

## Taking a comment back

own-comments-button = My comments
own-comments-title = Your last comments
own-comments-none = You have no comments. Reply to a story to write one.
delete-button = Delete { $number }
deleted = Your comment is deleted.
delete-not-yours = That is somebody else’s comment. You can only delete your own.
delete-no-comment = That is no comment. Answer one of yours with /delete, or send /delete in private to choose one.

## Likes

liked = You like “{ $headline }”.
unliked = You no longer like “{ $headline }”.

## Who sees it

showing-ask = Your comment stands in this chat. One discussion joins all chats that have the story: under which name may others read what you write? Until you choose, it stays here. /shown changes it later.
showing-ask-group = Comments that are made here stand in this group. One discussion joins all chats that have the story: choose how yours may be shown there. Until you do, they stay here. /shown changes it later.
showing-named-each = With my name
showing-named = As { $name }
showing-unnamed = Without my name
showing-here = Only in this chat
name-unnamed = A reader
shown-now = Your comments are shown in all chats, as those of “{ $name }”.
shown-unchosen = What you write in an open chat is shown in all chats, under your name; what you write anywhere else stays there.
shown-how = How may your comments be shown in other chats?
shown-named = Your comments are shown in all chats, under your name.
shown-unnamed = Your comments are shown in all chats, as those of “{ name-unnamed }”.
shown-here = Your comments are shown only in the chats where you write them.

## What is kept of a person

mydata-title = What is kept of you
mydata-end = The file has all of it, in full. /forgetme erases it.
mydata-none = Nothing is kept of you.
mydata-file = my-data.json
mydata-written = What you wrote
# When is a date and an hour.
mydata-text = { $when }, on “{ $headline }”: { $text }
mydata-text-held = { $when }, on a story that you have not named yet: { $text }
mydata-person = Your name: { $name }
mydata-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
mydata-likes = { $count ->
    [one] 1 like
   *[other] { $count } likes
}
mydata-editor = You are an editor
mydata-picks = { $count ->
    [one] 1 story picked
   *[other] { $count } stories picked
}
mydata-drops = { $count ->
    [one] 1 story dropped
   *[other] { $count } stories dropped
}
mydata-desk = The desk as you last saw it
mydata-audit = { $count ->
    [one] 1 thing done as an editor
   *[other] { $count } things done as an editor
}
mydata-inbox = { $count ->
    [one] 1 message that you sent me
   *[other] { $count } messages that you sent me
}
mydata-chat = Our private chat
mydata-subscriptions = Its subscription
mydata-promises = { $count ->
    [one] 1 briefing due there
   *[other] { $count } briefings due there
}
mydata-deliveries = { $count ->
    [one] 1 delivery there
   *[other] { $count } deliveries there
}
mydata-posts = { $count ->
    [one] 1 message of mine there
   *[other] { $count } messages of mine there
}
mydata-other = { $kind }: { $count }
mydata-more = and { $count } more in the file

forget-sure = This erases your comments, likes and choices, everything else that is kept of you, and the subscription of our private chat. What others answered stays. It cannot be undone.
forget-button = Erase it all
forget-in-private = That is for you alone. Send me /forgetme in private, and I ask there whether you are sure.
forgotten = { $count ->
    [0] Erased: everything that was kept of you. There were no comments.
    [one] Erased: your comment, your likes, your name, and everything else that was kept of you.
   *[other] Erased: your { $count } comments, your likes, your name, and everything else that was kept of you.
}
forgotten-others = What others answered stays. /start begins anew.

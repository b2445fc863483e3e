# What belongs to no single room.
# Commands can be tapped or copied: one alone is found by its slash, one with arguments is set between backticks.

just-now = just now

## What a person typed could not be understood

unknown-command = I don’t know the command /{ $name }. Send /help to see what there is.
unknown-command-near = I don’t know the command /{ $name }. Did you mean { $near }?
half-command = /{ $name } is half a command. There are { $names }. `/help { $name }` says what each does.
# What is missing has its parameter’s name; an example or a usage line follows.
missing-argument = { $command } lacks its { $what }. { $how }
send-like-this = Send it like this: { $usage }
to-be-sure = To be sure, send { $line }
too-many-arguments = That is more than { $command } takes. Send it like this: { $usage }
not-a-number = “{ $text }” is not a number from { $low } to { $high }. Send it like this: { $usage }
not-a-choice = “{ $text }” is not one of { $choices }. Send it like this: { $usage }

## Who may do what

only-administrators = Only somebody who runs this chat can do that.
only-editors = Only editors can do that. The owner adds one with `/editor add`.
only-editors-here = The desk is in the newsroom. Send that there, or to me in private.
# Chat is what was typed: its name, or its id.
only-administrators-there = I can’t see that you run { $chat }. If you do, add me there as an administrator, then try again.
only-in-private = That is for you alone. Send me { $command } in private, and I show it there.
only-owner = Only the owner can do that.
only-named-people = I can’t tell who you are while you speak anonymously or for a channel. Send it in your own name.

# A person asked for so much in a group that others would have to wait for their answers.
command-flood = That was a lot in a short time, and in a group I can say only so much a minute. I answer you again in a minute.

## When something of ours broke

# A network that could not be asked, such as who runs a chat.
platform-out-of-reach = I could not find that out just now. Please try again in a moment.
something-broke = That didn’t work, and it is our fault. It is in the log; please try again in a moment.

## Asking once more

button-too-old = That question is more than an hour old, so nothing was done. Do you still want it? Then ask again, or send { $command }
ask-again-button = Ask again

## Which story is meant

no-such-story = There is no story { $text }. It may be too old; /desk and /today show what there is.
no-such-number = I don’t know what { $text } stands for here. Name the story by its id, such as k7.
several-stories = Message { $text } is about several stories. Name the one you mean by its id, such as k7.
not-a-story = “{ $text }” is not a story. Name it by its id, such as k7. Like this: { $usage }

# What belongs to no single room.

just-now = just now

## What a person typed could not be understood

unknown-command = I don’t know the command /{ $name }. Send /help to see what there is.
unknown-command-near = I don’t know the command /{ $name }. Did you mean /{ $near }?
half-command = /{ $name } is half a command. There are { $names }. /help { $name } says what each does.
# What is missing has its parameter’s name; an example or a usage line follows.
missing-argument = /{ $command } lacks its { $what }. { $how }
send-like-this = Send it like this: { $usage }
to-be-sure = To be sure, send { $line }
too-many-arguments = That is more than /{ $command } takes. Send it like this: { $usage }
not-a-number = “{ $text }” is not a number from { $low } to { $high }. Send it like this: { $usage }
not-a-choice = “{ $text }” is not one of { $choices }. Send it like this: { $usage }

## Who may do what

only-administrators = Only somebody who runs this chat can do that.
only-editors = Only editors can do that. The owner adds one with /editor add.
only-editors-here = The desk is in the newsroom. Send that there, or to me in private.
only-owner = Only the owner can do that.
only-named-people = I can’t tell who you are while you speak anonymously or for a channel. Send it in your own name.

## When something of ours broke

something-broke = That didn’t work, and it is our fault. It is in the log; please try again in a moment.

## Which story is meant

no-such-story = There is no story { $text }. It may be too old; /desk and /today show what there is.
no-such-number = I don’t know what { $text } stands for here. Name the story by its id, such as k7.
several-stories = Message { $text } is about several stories. Name the one you mean by its id, such as k7.
not-a-story = “{ $text }” is not a story. Name it by its id, such as k7. Like this: { $usage }

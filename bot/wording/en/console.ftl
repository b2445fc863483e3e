# The terminal: how to write a line, and what is wrong with one.

console-main = Terminal
console-welcome = Send /help to see what there is. To answer message 7 write >7 and your text; #7 2 presses its second button. Ctrl-D ends.
console-replies = { $name } replies to { $number }

## How to write it

console-hint-plain = To reply, write >7 and your text, with the number of the message. Commands begin with a slash: /help.
console-hint-command = Write the command right after the slash. /help shows all of them.
console-hint-reply = To reply, write > with the number of the message, then your text: >7 I read this.
console-hint-press = To press a button, write # with the number of the message, then the button’s: #7 2
console-hint-react = To react, write ! with the number of the message, then a sign: !7 👍. Without a sign it is taken back.
console-hint-edit = To change a line of yours, write ~ with its number, then the new text: ~12 I read this twice.
console-hint-delete = To take a line of yours back, write - with its number: -12
console-hint-name = After a name write what they say or do: @ana >7 I read this.
console-hint-room = After a chat write what happens there: &room /subscribe

## What cannot be done

console-no-message = There is no message { $number }. The newest is { $newest }.
console-no-message-yet = There is no message { $number }: nothing was posted yet. Send /help to see what there is.
console-too-old = Message { $number } is too old for that. Send the command that showed it again.
console-no-button =
    { $buttons ->
        [0] Message { $number } has no buttons. To reply to it, write >{ $number } and your text.
        [one] Message { $number } has one button. Press it with #{ $number } 1
       *[other] Message { $number } has { $buttons } buttons. Write a number from 1 to { $buttons }: #{ $number } 1
    }
console-button-opens = That button leads to an address. Open it in a browser: { $address }
console-not-theirs = Message { $number } is not a line of { $name }. People can change only what they wrote themselves.
console-not-kept = That could not be kept, so nothing was done. Please try again in a moment.

# What only Telegram calls for.

telegram-rights-unknown = Telegram doesn’t tell me just now who runs this chat. Please try again in a minute.
telegram-button-stale = This button doesn’t work any more. Send /help to see what you can do instead.

## What is found by briefing check

telegram-token = Telegram knows the bot: { $name }.
telegram-token-refused = Telegram refuses TELEGRAM_TOKEN. Send /token to @BotFather and set the one that it shows; if you changed TELEGRAM_API_URL, check that too.
telegram-unreachable = Telegram can’t be asked: { $why }. Look at this machine’s network, and at TELEGRAM_API_URL if you changed it; once started, the program waits until Telegram answers.
telegram-polling = Messages are fetched from Telegram; { $pending ->
    [0] none wait
    [one] one waits
   *[other] { $pending } wait
} there now.
telegram-webhook-unwanted = Messages go to the webhook at { $host }, though TELEGRAM_WEBHOOK_URL is empty. The program takes them over at its start; if another one serves the bot there, stop that first.
telegram-webhook = Telegram brings messages to { $host }; { $pending ->
    [0] none wait
    [one] one waits
   *[other] { $pending } wait
} there now.
telegram-webhook-to-come = Telegram brings no messages yet: the program gives it TELEGRAM_WEBHOOK_URL at its start.
telegram-webhook-failing = Telegram can’t bring messages to { $host } ({ $why }); { $pending ->
    [one] one waits
   *[other] { $pending } wait
}. See to it that TELEGRAM_WEBHOOK_URL leads to TELEGRAM_WEBHOOK_LISTEN.
telegram-privacy-on = Privacy mode is on: in groups where the bot is no administrator, it doesn’t see answers to other people’s comments. Make it an administrator of the group, or send /setprivacy to @BotFather.
telegram-privacy-off = Privacy mode is off: in every group, the bot sees answers to other people’s comments.
telegram-chats-well = { $count ->
    [one] In one group or channel
   *[other] In { $count } groups and channels
} nothing is missing.
telegram-chats-unseen = { $count ->
    [one] One group or channel was
   *[other] { $count } groups and channels were
} not looked at.
telegram-group-lost = The bot is not in the group “{ $title }” any more. Add it again: until then nothing can be delivered there.
telegram-group-mute = The bot may not write in the group “{ $title }”. Make it an administrator there.
telegram-group-plain = In the group “{ $title }” the bot is no administrator: it works, but sees no reactions, so that only the button counts as a like. Make it an administrator; it needs no right in particular.
telegram-channel-lost = The bot is no administrator of the channel “{ $title }”, so that nothing can be delivered there. Make it one, with the right to post messages.
telegram-channel-mute = The bot may not post in the channel “{ $title }”. Give it the right to post messages.
telegram-discussion-unseen = The bot doesn’t see the comments on the channel “{ $title }”. Make it an administrator of the group where the channel is discussed.

## Why nothing comes in, as health tells it

telegram-intake-unreachable = Telegram has given no answer since { $day }, { $hour } UTC. What people write waits there for a day. If it lasts, look at this machine’s network.
telegram-intake-resting = Telegram has asked for a pause since { $day }, { $hour } UTC: it was asked too much. What people write waits there for a day. If it lasts, see whether another program uses the same bot.
telegram-intake-refused = Telegram refuses TELEGRAM_TOKEN. Send /token to @BotFather, set the one that it shows and start the program again; if you changed TELEGRAM_API_URL, check that too.
telegram-intake-ousted = Another program takes this bot’s messages from Telegram. Stop that one: this one looks again every quarter of an hour, and goes on sending meanwhile.
telegram-intake-port = Nothing can listen on { $host }:{ $port } for Telegram’s webhook. Free that port or change TELEGRAM_WEBHOOK_LISTEN; I try again every minute.
telegram-intake-webhook = Telegram refuses TELEGRAM_WEBHOOK_URL ({ $why }). Set it to an https address that leads here from outside.
telegram-intake-failing = Telegram can’t bring messages here ({ $why }). See to it that TELEGRAM_WEBHOOK_URL leads to TELEGRAM_WEBHOOK_LISTEN.

# What only the owner does.

command-newsroom-here = Make this chat the newsroom, where editors work
command-editor-add = Let somebody edit, by name, as platform:id or in answer to a comment of theirs
command-editor-remove = Let somebody edit no more
command-editors = See who edits
command-audit = See who did what
command-backup = Back up everything to a file

parameter-person = person

# Handle is the public name that others write behind an @.
person-with-handle = { $name } (@{ $handle })

newsroom-set = This chat is the newsroom now: editors work here, and what they need to know is said here.
editor-added = { $name } is an editor now. Send /help to see what editors can do.
# Said to them, in their private chat.
editor-made = You are an editor of { $title } now. /desk shows what could go out next, /help what you can do.
editor-already = { $name } is an editor already.
editor-removed = { $name } is no longer an editor.
editor-add-whom = Say whom: send `/editor add` and a name, or answer a comment of theirs with `/editor add`.
# Name is what was typed, with its @ if it has one.
editor-unknown = No editor is called “{ $name }”. Send /editors to see who edits.
editors-title = Editors
editors-none = There is no editor but the owner. Send `/editor add` and a name to make somebody one.
person-unknown = Nobody called “{ $name }” has spoken to me here. Ask them to send me /start first, or give their id, such as telegram:123456
person-elsewhere = I am not on { $platform }, so nobody there can edit. I am on { $names }; give an id of there, such as telegram:123456
person-several = Several people are called “{ $name }”: { $refs }. Say which: { $first }
audit-title = Who did what
audit-none = Nobody has done anything yet.
audit-row = { $name }: { $deed }
backup-done = Everything is backed up in

## What was done, behind the name of who did it

deed-pick = picked { $about }
deed-drop = dropped { $about }
deed-pin = pinned { $about }
deed-unpin = unpinned { $about }
deed-order = put these first: { $about }
deed-headline = { $undone ->
    [yes] undid the headline of { $about }
   *[no] rewrote the headline of { $about }: { $detail }
}
deed-excerpt = { $undone ->
    [yes] undid the excerpt of { $about }
   *[no] rewrote the excerpt of { $about }: { $detail }
}
deed-label = { $undone ->
    [yes] undid the label of { $about }
   *[no] gave { $about } the label { $detail }
}
deed-send = sent the briefing to { $count ->
    [one] 1 chat
   *[other] { $count } chats
}
deed-letter-retry = sent message { $detail } to { $about } once more
deed-letter-drop = gave up message { $detail } to { $about }
deed-feed-add = added the feed { $about }
deed-feed-remove = removed the feed { $about }
deed-feed-rename = renamed the feed { $about } to { $detail }
deed-feed-topic = { $undone ->
    [yes] took the topic off the feed { $about }
   *[no] gave the feed { $about } the topic { $detail }
}
deed-feed-weight = gave the feed { $about } the weight { $detail }
deed-feed-import = imported { $about }: { $count ->
    [0] no feed was new
    [one] 1 feed was new
   *[other] { $count } feeds were new
}
deed-newsroom-here = { $undone ->
    [yes] made { $about } the newsroom
   *[no] made { $detail } the newsroom
}
deed-editor-add = made { $detail } ({ $about }) an editor
deed-editor-remove = took the desk from { $detail } ({ $about })
deed-backup = backed everything up to { $about }

# What only the owner does.

command-newsroom-here = Make this chat the newsroom, where editors work
command-editor-add = Let somebody edit, by name or as platform:id
command-editor-remove = Let somebody edit no more
command-editors = See who edits
command-audit = See who did what
command-backup = Back up everything to a file

parameter-person = person

newsroom-set = This chat is the newsroom now: editors work here, and what they need to know is said here.
editor-added = { $name } is an editor now. Send /help to see what editors can do.
editor-already = { $name } is an editor already.
editor-removed = { $name } is no longer an editor.
editor-unknown = No editor is called “{ $name }”. Send /editors to see who edits.
editors-title = Editors
editors-none = There is no editor but the owner. Send /editor add and a name to make somebody one.
person-unknown = Nobody called “{ $name }” has spoken to me here. Ask them to send me /start first, or give their id: platform:id
person-several = Several people are called “{ $name }”: { $refs }. Say which: /{ $command } { $first }
audit-title = Who did what
audit-none = Nobody has done anything yet.
audit-row = { $name }: { $deed }
backup-done = Everything is backed up in

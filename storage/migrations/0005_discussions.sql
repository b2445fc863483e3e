-- Where what is posted is discussed: the chat for it, the copies that the platform makes, reactions without names.
-- And the public name by which a person is addressed.

ALTER TABLE people ADD COLUMN handle TEXT;
CREATE INDEX people_handle ON people (platform, handle) WHERE handle IS NOT NULL;

ALTER TABLE chats ADD COLUMN discussion TEXT;
CREATE INDEX chats_titled ON chats (platform, title) WHERE kind <> 'private';
CREATE INDEX chats_discussion ON chats (platform, discussion) WHERE discussion IS NOT NULL;

CREATE TABLE copies (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    message TEXT NOT NULL,
    of_chat TEXT NOT NULL,
    of_message TEXT NOT NULL,
    mark TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat, message)
);
CREATE INDEX copies_of ON copies (platform, of_chat);
CREATE INDEX copies_at ON copies (at);

CREATE TABLE tallies (
    story TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    message TEXT NOT NULL,
    likes INTEGER NOT NULL,
    PRIMARY KEY (platform, chat, message)
);
CREATE INDEX tallies_story ON tallies (story);

"""The methods and objects that a bot like ours uses: checked where the published ones are not at hand.

A line is a name and its fields; ``!`` marks a required one, ``[]`` a list, ``|`` alternatives.
"""

from __future__ import annotations

METHODS = """
getMe
getUpdates offset:Integer limit:Integer timeout:Integer allowed_updates:String[]
setWebhook url:String! ip_address:String max_connections:Integer allowed_updates:String[]
    drop_pending_updates:Boolean secret_token:String
deleteWebhook drop_pending_updates:Boolean
getWebhookInfo
sendMessage chat_id:Integer|String! message_thread_id:Integer text:String! parse_mode:String
    entities:MessageEntity[] link_preview_options:LinkPreviewOptions disable_notification:Boolean
    protect_content:Boolean allow_paid_broadcast:Boolean reply_parameters:ReplyParameters
    reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
sendDocument chat_id:Integer|String! message_thread_id:Integer document:InputFile|String! caption:String
    parse_mode:String caption_entities:MessageEntity[] disable_content_type_detection:Boolean
    disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean
    reply_parameters:ReplyParameters
    reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply
editMessageText chat_id:Integer|String message_id:Integer text:String parse_mode:String
    entities:MessageEntity[] link_preview_options:LinkPreviewOptions reply_markup:InlineKeyboardMarkup
editMessageReplyMarkup chat_id:Integer|String message_id:Integer reply_markup:InlineKeyboardMarkup
deleteMessage chat_id:Integer|String! message_id:Integer!
answerCallbackQuery callback_query_id:String! text:String show_alert:Boolean url:String cache_time:Integer
setMessageReaction chat_id:Integer|String! message_id:Integer! reaction:ReactionType[] is_big:Boolean
sendChatAction chat_id:Integer|String! message_thread_id:Integer action:String!
getChat chat_id:Integer|String!
getChatMember chat_id:Integer|String! user_id:Integer!
getChatMemberCount chat_id:Integer|String!
getChatAdministrators chat_id:Integer|String! return_bots:Boolean
leaveChat chat_id:Integer|String!
setMyCommands commands:BotCommand[]! scope:BotCommandScope language_code:String
deleteMyCommands scope:BotCommandScope language_code:String
getMyCommands scope:BotCommandScope language_code:String
"""

OBJECTS = """
MessageEntity type:String! offset:Integer! length:Integer! url:String user:User language:String
    custom_emoji_id:String unix_time:Integer date_time_format:String
User id:Integer! is_bot:Boolean! first_name:String! last_name:String username:String language_code:String
LinkPreviewOptions is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean
    show_above_text:Boolean
ReplyParameters message_id:Integer! chat_id:Integer|String allow_sending_without_reply:Boolean quote:String
    quote_parse_mode:String quote_entities:MessageEntity[] quote_position:Integer
InlineKeyboardMarkup inline_keyboard:InlineKeyboardButton[][]!
InlineKeyboardButton text:String! style:String url:String callback_data:String copy_text:CopyTextButton
    switch_inline_query:String switch_inline_query_current_chat:String
CopyTextButton text:String!
ReplyKeyboardMarkup keyboard:KeyboardButton[][]! is_persistent:Boolean resize_keyboard:Boolean
    one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean
KeyboardButton text:String! style:String request_chat:KeyboardButtonRequestChat request_contact:Boolean
    request_location:Boolean
KeyboardButtonRequestChat request_id:Integer! chat_is_channel:Boolean! chat_is_forum:Boolean
    chat_has_username:Boolean chat_is_created:Boolean user_administrator_rights:ChatAdministratorRights
    bot_administrator_rights:ChatAdministratorRights bot_is_member:Boolean request_title:Boolean
    request_username:Boolean request_photo:Boolean
ChatAdministratorRights is_anonymous:Boolean! can_manage_chat:Boolean! can_delete_messages:Boolean!
    can_manage_video_chats:Boolean! can_restrict_members:Boolean! can_promote_members:Boolean!
    can_change_info:Boolean! can_invite_users:Boolean! can_post_stories:Boolean! can_edit_stories:Boolean!
    can_delete_stories:Boolean! can_post_messages:Boolean can_edit_messages:Boolean
    can_pin_messages:Boolean can_manage_topics:Boolean can_manage_direct_messages:Boolean
    can_manage_tags:Boolean
ReplyKeyboardRemove remove_keyboard:Boolean! selective:Boolean
ForceReply force_reply:Boolean! input_field_placeholder:String selective:Boolean
ReactionType = ReactionTypeEmoji ReactionTypeCustomEmoji ReactionTypePaid
ReactionTypeEmoji type:String! emoji:String!
ReactionTypeCustomEmoji type:String! custom_emoji_id:String!
ReactionTypePaid type:String!
BotCommand command:String! description:String!
BotCommandScope = BotCommandScopeChatMember BotCommandScopeChat BotCommandScopeDefault
BotCommandScopeDefault type:String!
BotCommandScopeChat type:String! chat_id:Integer|String!
BotCommandScopeChatMember type:String! chat_id:Integer|String! user_id:Integer!
"""

"""Limits on what comes from outside."""

#: Code points of one report's text; a book of 180,000 words.
MAX_TEXT_CHARS = 1_000_000
#: Bytes of one text or JSON document.
MAX_TEXT_BYTES = 8_000_000
#: Bytes of one page or feed, markup included.
MAX_PAGE_BYTES = 16_000_000
#: Bytes of one feed: some hundred thousand entries.
MAX_FEED_BYTES = 64_000_000
#: Bytes of one PDF or DOCX file, of one mail, and of one export of a channel.
MAX_DOCUMENT_BYTES = 64_000_000
MAX_MAIL_BYTES = 16_000_000
MAX_EXPORT_BYTES = 64_000_000

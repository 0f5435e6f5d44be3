/** The NOTIFY channel that is rung when there may be new keys in the outbox. */
export const OUTBOX_CHANNEL = 'daybook_outbox'

/** The NOTIFY channel that is rung when there are new positions in the feed. */
export const FEED_CHANNEL = 'daybook_feed'

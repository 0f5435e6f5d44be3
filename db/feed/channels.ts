/** The NOTIFY channel that is rung when there are new positions in the feed. */
export const FEED_CHANNEL = 'daybook_feed'

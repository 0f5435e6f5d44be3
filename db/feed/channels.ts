/** The NOTIFY channel for new positions in the feed. */
export const FEED_CHANNEL = 'daybook_feed'

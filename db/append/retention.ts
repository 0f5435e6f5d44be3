/** The age, in days, from which events go to the archive without a setting; see ARCHITECTURE.md. */
export const ARCHIVE_AFTER_DAYS = 400

/** The login of the web process: it can add to the log, and change nothing in it. */
export const APP_LOGIN: 'daybook_app'

/** The login that moves old events into the archive. */
export const ARCHIVIST_LOGIN: 'daybook_archivist'

export type Login = typeof APP_LOGIN | typeof ARCHIVIST_LOGIN

/** The database that the owner's URL names, entered as another login. */
export function loginUrl(ownerUrl: string, login: Login): string

/** What CREATE ROLE takes as the password of the login; null for a login without one. */
export function loginVerifier(ownerUrl: string, login: Login): string | null

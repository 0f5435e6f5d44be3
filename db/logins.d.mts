/** The login of the web process: it can add to the log, but change nothing in it. */
export const APP_LOGIN: 'daybook_app'

/** The login that moves old events into the archive. */
export const ARCHIVIST_LOGIN: 'daybook_archivist'

export type Login = typeof APP_LOGIN | typeof ARCHIVIST_LOGIN

/** The URL of the owner's database for another login. */
export function loginUrl(ownerUrl: string, login: Login): string

/** The password argument of CREATE ROLE; null for a login without a password. */
export function loginVerifier(ownerUrl: string, login: Login): string | null

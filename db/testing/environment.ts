/** What this process was started with. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = { ...process.env }

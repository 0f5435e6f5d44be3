/**
 * What `node daybook.mjs VERB` does. A verb with a `tool` runs db/tools/TOOL.ts with a database and
 * `first` before its own arguments; `script` is the npm script of a clone that does the same. To
 * add a tool to the release, add a line here.
 * @type {Record<string, { says: string, tool?: string, first?: string[], script?: string }>}
 */
export const VERBS = {
  serve: { says: 'runs the bank until SIGTERM', script: 'start' },
  migrate: { says: 'brings the database up to date, and nothing else' },
  people: { says: 'who may come in, and as what', tool: 'people', script: 'people' },
  import: {
    says: 'imports another bank’s transactions from CSV',
    tool: 'import',
    script: 'import',
  },
  check: {
    says: 'compares every snapshot and read model with the log',
    tool: 'projections',
    first: ['check'],
    script: 'projections:check',
  },
  rebuild: {
    says: 'builds read models beside the live ones, then switches',
    tool: 'projections',
    first: ['rebuild'],
    script: 'projections:rebuild',
  },
  archive: { says: 'moves older events into the archive', tool: 'archive', script: 'archive' },
  'archive-years': {
    says: 'detaches the archive’s oldest year into a file, and attaches it again',
    tool: 'archive-years',
    script: 'archive:years',
  },
  backup: { says: 'adds what is new to a backup in a folder', tool: 'backup', script: 'backup' },
  restore: {
    says: 'makes a bank from a backup, in an empty database',
    tool: 'restore',
    script: 'restore',
  },
  capacity: {
    says: 'tells when disk and memory are used up, and what to do then',
    tool: 'capacity',
    script: 'capacity',
  },
  jobs: {
    says: 'does the rebuilds, checks and archiving that were asked for',
    tool: 'jobs',
    script: 'jobs',
  },
  feed: { says: 'checkpoints of subscribers; replay, reset', tool: 'feed', script: 'feed' },
  roles: { says: 'prints SQL for your server’s administrator', script: 'db:roles' },
  health: { says: 'asks the bank at HOST and PORT how it is; exit code 1 if it isn’t well' },
}

/** The tools that the release has, each once. */
export function toolsOf(verbs = VERBS) {
  return [...new Set(Object.values(verbs).flatMap(({ tool }) => tool ?? []))]
}

/** How to use the program, with every verb. */
export function usage(verbs = VERBS) {
  const width = Math.max(...Object.keys(verbs).map(name => name.length)) + 2
  const lines = Object.entries(verbs).map(([name, { says }]) => `  ${name.padEnd(width)}${says}`)
  return [
    'Usage: node daybook.mjs VERB [arguments]',
    '',
    ...lines,
    '',
    'Every tool tells its own arguments when it is given --help. The settings are environment variables;',
    'serve names those that are missing. DEPLOY.md has the rest.',
  ].join('\n')
}

/**
 * A text of the tools, which name npm's scripts, in the words of the release.
 * @param {string} text
 */
export function inReleaseWords(text, verbs = VERBS) {
  return Object.entries(verbs).reduce((words, [verb, { script }]) => {
    if (script === undefined) return words
    const npm = script === 'start' ? 'npm start' : `npm run ${script}`
    return words.replaceAll(
      new RegExp(`${npm}(?![\\w:-])(\\s+\\[-- |\\s+--(?= ))?`, 'g'),
      (_, dashes = '') => `node daybook.mjs ${verb}${dashes.includes('[') ? ' [' : ''}`,
    )
  }, text)
}

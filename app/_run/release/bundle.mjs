import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build } from 'esbuild'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { inReleaseWords, toolsOf } from './verbs.mjs'

/** Tells the programs where the release is; the only file that keeps its own `import.meta.url`. */
const place = 'app/_run/release/place.mjs'

/** The oldest Node that package.json allows. */
const target = `node${/\d+\.\d+/.exec(JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).engines.node)}`

/** CommonJS packages in the bundles require Node's own modules. */
const banner = [
  "import { createRequire as createRequireOfRelease } from 'node:module';",
  'const require = createRequireOfRelease(import.meta.url);',
].join('\n')

/**
 * Bundles the programs of the release into `folder`: daybook.mjs, the supervisor and the leash of the
 * embedded database, and a program for each tool. The packages that they share are in chunks.
 * @param {string} folder
 */
export async function bundlePrograms(folder) {
  const tools = Object.fromEntries(
    toolsOf().map(tool => [`programs/${tool}`, join(projectFolder, 'db/tools', `${tool}.ts`)]),
  )
  await build({
    entryPoints: {
      daybook: join(projectFolder, 'app/_run/release/daybook.mjs'),
      'programs/migrate': join(projectFolder, 'app/_run/release/migrate.ts'),
      'programs/people-of-bank': join(projectFolder, 'app/_server/demo/seed.ts'),
      'db/embedded/supervisor': join(projectFolder, 'db/embedded/supervisor.mjs'),
      'db/embedded/leash': join(projectFolder, 'db/embedded/leash.mjs'),
      'app/_run/hold': join(projectFolder, 'app/_run/hold.mjs'),
      ...tools,
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'programs/chunks/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    // `server-only` throws unless it is resolved as for React Server Components.
    conditions: ['react-server'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: banner },
    inject: [join(projectFolder, place)],
    plugins: [inPlace],
    logLevel: 'warning',
  })
}

/**
 * Sources find files from `import.meta.url`, such as migrations beside them. In a bundle it is that of
 * the source's place in the release, which has those files at the same paths as the project.
 */
const inPlace = {
  name: 'in-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.(?:ts|tsx|mjs)$/ }, async ({ path }) => {
      const file = relative(projectFolder, path).split(sep).join('/')
      if (file === place || /^\.\.|^node_modules\//.test(file)) return undefined
      const text = await readFile(path, 'utf8')
      return {
        contents: inReleaseWords(text).replaceAll('import.meta.url', `daybookUrlOf('${file}')`),
        loader: /\.tsx?$/.exec(path)?.[0].slice(1) ?? 'js',
      }
    })
  },
}

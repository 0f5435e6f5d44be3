// Injected into the bundles of the release; see bundle.mjs.
import { existsSync } from 'node:fs'

/** The release's folder: the first one above this file, at whatever depth it is, with release.json. */
function releaseFolder() {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('release.json', folder)) && folder.pathname !== '/') {
    folder = new URL('..', folder)
  }
  return folder
}

const folder = releaseFolder()

/** The URL that a file of the project has in the release. */
export function daybookUrlOf(place) {
  return new URL(place, folder).href
}

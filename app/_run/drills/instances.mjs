// npm run drill:instances [-- ROUNDS [FOLDER]]: two instances of one release on one database, under load;
// one is killed with kill -9 and started again, in turn. FOLDER is a release that was made before.
import { resolve } from 'node:path'
import { drillTwo, makePresent } from './instances/stage.mjs'

const [rounds = '5', given] = process.argv.slice(2)
const ROUNDS = Number(rounds)
const ANSWERS_BETWEEN = 100

await drillTwo(prepare, async ({ places, load, first: folder }) => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await load.progress(ANSWERS_BETWEEN)
    const place = places[round % 2]
    await place.kill()
    await load.progress(ANSWERS_BETWEEN)
    await place.start(folder)
    console.log(
      `round ${round}: ${load.figures.answered} answers, ${load.figures.sentAgain} sent again`,
    )
  }
  await load.progress(ANSWERS_BETWEEN)
})

async function prepare(temp) {
  const folder = given === undefined ? await makePresent(`${temp}/release`) : resolve(given)
  return { first: folder, last: folder }
}

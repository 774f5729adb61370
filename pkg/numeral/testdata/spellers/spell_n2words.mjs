// Prints whole numbers and what the package n2words writes for them: language, number and
// words, one tab between. Ends with status 3 where the package is missing; the folder that
// holds node_modules is the first argument.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [home, mode] = process.argv.slice(2)
const languages = {}
try {
  const require = createRequire(pathToFileURL(home + '/'))
  for (const [lang, region] of Object.entries({ ar: 'ar-SA', en: 'en-GB', fr: 'fr-FR', es: 'es-ES' })) {
    const m = await import(pathToFileURL(require.resolve('n2words/' + region)))
    languages[lang] = m.toCardinal ?? m.default
  }
} catch (e) {
  console.error(String(e))
  process.exit(3)
}

let seed = 17n
const random = (n) => { seed = (seed * 6364136223846793005n + 1442695040888963407n) & ((1n << 63n) - 1n); return Number((seed >> 11n) % BigInt(n)) }
function * numbers () {
  for (let n = 1; n <= 100000; n += mode === 'every' || n < 1200 ? 1 : 1 + random(150)) yield n
  for (let k = 0; k < 2000; k++) yield 1 + random(10 ** (6 + k % 7))
}

const options = { ar: [{}, { gender: 'feminine' }], en: [{}], fr: [{}], es: [{}] }
for (const [lang, spell] of Object.entries(languages)) {
  for (const o of options[lang]) {
    for (const n of numbers()) console.log([lang, n, spell(n, o)].join('\t'))
  }
}

// Follows every link and picture of the built site: the page has to be there, and the place in it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const site = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'artifacts', 'site', 'html')
const pages = new Map(walk(site).filter(path => path.endsWith('.html')).map(path => [path, readFileSync(path, 'utf8')]))
const places = new Map([...pages].map(([path, html]) => [path, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(one => decode(one[1])))]))
const wrong = new Set()
let count = 0
for (const [path, html] of pages) {
  for (const [, address] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
    if (/^(https?:|data:|mailto:|\/\/)/.test(address)) continue
    count++
    const [name, anchor] = decode(address).split('#')
    let target = name === '' ? path : name.startsWith('/') ? join(site, name) : join(dirname(path), name)
    if (existsSync(target) && statSync(target).isDirectory()) target = join(target, 'index.html')
    if (!existsSync(target) && existsSync(`${target}.html`)) target = `${target}.html`
    if (!existsSync(target)) wrong.add(`${relative(site, path)}: ${address} is not there`)
    else if (anchor && places.has(target) && !places.get(target).has(anchor)) wrong.add(`${relative(site, path)}: ${address} has no such place`)
  }
}
for (const one of wrong) console.error(`error: ${one}`)
console.log(`${pages.size} pages, ${count} links and pictures`)
process.exit(wrong.size === 0 && count > 500 ? 0 : 1)

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(one => one.isDirectory() ? walk(join(folder, one.name)) : [join(folder, one.name)])
}

function decode(text) {
  return decodeURIComponent(text.replaceAll('&amp;', '&'))
}

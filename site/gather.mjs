// Puts together what the site is made of: the pages of docs/ as they are, the project's own files (CHANGELOG, CONTRIBUTING, ...) and the API reference
// that eng/api-reference.cs wrote. Nothing is written twice by hand: links that leave docs/ are pointed to where the page lies here, and those to
// sources, which the site does not have, become plain text.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'site', 'pages')
const api = join(root, 'artifacts', 'api')
const own = {
  'CHANGELOG.md': 'release-notes.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security.md',
  'CODE_OF_CONDUCT.md': 'code-of-conduct.md',
  'src/MaskClip.Models.Photo/model/MODEL_CARD.md': 'model-photo.md',
  'src/MaskClip.Models.Photo/model/NOTICES.md': 'model-photo-notices.md',
  'src/MaskClip.Models.World/model/MODEL_CARD.md': 'model-world-clip.md',
  'models/world-clip-resnet/MODEL_CARD.md': 'model-world-clip-resnet.md',
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
cpSync(join(root, 'docs', 'images'), join(target, 'images'), { recursive: true })
const pages = new Map()
const broken = []
for (const name of readdirSync(join(root, 'docs'))) if (name.endsWith('.md')) pages.set(`docs/${name}`, name)
for (const [from, to] of Object.entries(own)) if (existsSync(join(root, from))) pages.set(from, to)
for (const [from, to] of pages) writeFileSync(join(target, to), rewrite(readFileSync(join(root, from), 'utf8'), from))
if (broken.length > 0) throw new Error(broken.join('\n'))
if (!existsSync(api)) throw new Error("There is no API reference: run 'dotnet run -c Release eng/api-reference.cs' first.")
mkdirSync(join(target, 'api'))
for (const name of readdirSync(api)) writeFileSync(join(target, 'api', name), escape(readFileSync(join(api, name), 'utf8')))
console.log(`${pages.size} pages and ${readdirSync(api).length} of the API reference in ${relative(root, target)}`)

/** Text of a page with its links pointing to pages of the site. */
function rewrite(text, from) {
  return escape(text, line => line.replace(/(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (whole, image, label, address) => {
    if (/^([a-z]+:|#)/i.test(address)) return whole
    const [path, anchor] = address.split('#')
    const file = relative(root, resolve(root, dirname(from), path)).replaceAll('\\', '/')
    const place = pages.get(file) ?? (file === 'README.md' ? 'index.md' : file.startsWith('docs/images/') ? file.slice('docs/'.length) : undefined)
    if (!place && !existsSync(join(root, file))) broken.push(`${from} points to ${address}, which is not there`)
    return place ? `${image}[${label}](./${place}${anchor ? `#${anchor}` : ''})` : label
  }))
}

/** Markdown outside of code, in which VitePress would take <T> and {{ }} for its own; `change` is applied to each of its lines. */
function escape(text, change = line => line) {
  let code = false
  return text.split('\n').map(line => {
    if (/^\s*```/.test(line)) {
      code = !code
      return line
    }
    if (code) return line
    return change(line).split(/(`[^`]*`)/).map(part => part.startsWith('`')
      ? part.replace(/^`(.*)`$/s, (_, inner) => /[<{]/.test(inner) ? `<code v-pre>${inner.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '&#124;')}</code>` : part)
      : part.replace(/<(?=[A-Za-z/])(?!\/?(?:br|sub|sup|kbd|details|summary)\b)/g, '&lt;').replaceAll('{{', '&#123;&#123;')).join('')
  }).join('\n')
}

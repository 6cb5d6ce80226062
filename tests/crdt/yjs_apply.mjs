// What Yjs makes of histories: reads lines of JSON arrays of base64 updates from stdin and prints, for
// each, {"live": text after applying one by one, "merged": text after applying all as one update}.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(resolve(import.meta.dirname, '../../web/package.json'))
const Y = await import(pathToFileURL(require.resolve('yjs').replace(/\.cjs$/, '.mjs')).href)

const show = updates => {
  const doc = new Y.Doc()
  updates.forEach(update => Y.applyUpdate(doc, update))
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  const text = doc.getText('content').toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')
  return pending ? 'PENDING ' + text : text
}
for await (const line of createInterface({ input: process.stdin })) {
  const updates = JSON.parse(line).map(update => new Uint8Array(Buffer.from(update, 'base64')))
  console.log(JSON.stringify({ live: show(updates), merged: show([Y.mergeUpdates(updates)]) }))
}

// Random editing sessions of several real Yjs editors around one server, as JSON lines.
//
// usage: node yjs_sessions.mjs SEED SESSIONS STEPS
//
// Each session prints the messages in the order the server receives them,
//   {"update": base64, "offline": bool}      offline: the answer to the server's sync step 1
//   {"gap": base64}                          an update that builds on ids the server lacks
// and at the end what Yjs makes of the updates without gaps:
//   {"text", "units", "order", "delta", "steps": {kind: count}}
// `order` lists [client, clock, length, deleted] of all items of `content` in document order.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'

const require = createRequire(resolve(import.meta.dirname, '../../web/package.json'))
const Y = await import(pathToFileURL(require.resolve('yjs').replace(/\.cjs$/, '.mjs')).href)

const SERVER = 4294967295
const WORDS = ['alpha', 'béta', 'γάμμα', '😀', '👩‍👩‍👧', 'né', '字', 'a', 'I', 'the', '𝒳𝒴', '\n', ' ', '.', '\n\n']
const LINE = [['header', 1], ['header', 2], ['list', 'bullet'], ['list', 'checked'], ['indent', 2], ['blockquote', true], ['code-block', 'plain'], ['align', 'center'], ['header', null], ['list', null]]
const INLINE = [['bold', true], ['italic', true], ['bold', null], ['italic', false], ['link', 'https://example.org/a?b=c'], ['link', null], ['code', true], ['strike', true], ['underline', true]]

const generator = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const base64 = bytes => Buffer.from(bytes).toString('base64')
const out = []
const print = value => {
  out.push(JSON.stringify(value))
  if (out.length > 2000) process.stdout.write(out.splice(0).join('\n') + '\n')
}

class Editor {
  constructor (session, number) {
    this.session = session
    this.number = number
    this.inbox = []
    this.online = true
    this.open(new Y.Doc(), [])
  }

  open (doc, history) {
    this.doc = doc
    doc.clientID = this.session.newClient()
    history.forEach(update => Y.applyUpdate(doc, update, 'server'))
    this.text = doc.getText('content')
    this.lineage = doc.getArray('lineage')
    this.undo = new Y.UndoManager(this.text, { captureTimeout: 0, trackedOrigins: new Set([null, 'me']) })
    doc.on('update', (update, origin) => {
      if (origin === 'server' || origin === 'tab') return
      this.session.toTabs(this, update)
      if (this.online) this.session.receive(this, update)
    })
  }

  reload () { // what IndexedDB gives back, under a new client id
    const state = Y.encodeStateAsUpdate(this.doc)
    this.doc.destroy()
    this.open(new Y.Doc(), [state])
    if (this.online) this.reconnect()
  }

  reconnect () {
    this.online = true
    this.inbox = []
    this.session.answerStep1(this)
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.session.server, Y.encodeStateVector(this.doc)), 'server')
  }
}

class Session {
  constructor (seed, editors) {
    this.random = generator(seed)
    this.clients = new Set([SERVER])
    this.server = new Y.Doc({ gc: false })
    this.log = []
    this.steps = {}
    const first = new Y.Doc()
    first.clientID = SERVER
    first.getText('content').insert(0, '\n')
    this.accept(Y.encodeStateAsUpdate(first), false)
    this.editors = []
    for (let i = 0; i < editors; i++) this.editors.push(new Editor(this, i))
    this.editors.forEach(editor => editor.reconnect())
    this.tabs = this.random() < 0.3 ? this.editors.slice(0, 2) : []
  }

  int (n) { return Math.floor(this.random() * n) }
  pick (list) { return list[this.int(list.length)] }
  newClient () {
    for (;;) {
      const id = this.random() < 0.2 ? this.int(2 ** 48) : this.int(2 ** 32)
      if (!this.clients.has(id)) return this.clients.add(id) && id
    }
  }

  accept (update, offline) {
    Y.applyUpdate(this.server, update)
    if (this.server.store.pendingStructs || this.server.store.pendingDs) {
      this.server = new Y.Doc({ gc: false }) // some of it may have been applied
      Y.applyUpdate(this.server, Y.mergeUpdates(this.log))
      print({ gap: base64(update) })
      return false
    }
    this.log.push(update)
    print({ update: base64(update), offline })
    return true
  }

  receive (editor, update) {
    if (!this.accept(update, false)) return this.answerStep1(editor)
    this.broadcast(editor, update)
    if (this.random() < 0.02) { // resent, as after a lost acknowledgement
      this.accept(update, false)
      this.count('resend')
    }
  }

  answerStep1 (editor) {
    const vector = this.random() < 0.1 ? undefined : Y.encodeStateVector(this.server)
    const update = Y.encodeStateAsUpdate(editor.doc, vector)
    this.accept(update, true)
    this.broadcast(editor, update)
  }

  broadcast (from, update) {
    this.editors?.forEach(editor => {
      if (editor !== from && editor.online) editor.inbox.push(update)
    })
  }

  toTabs (from, update) {
    if (!this.tabs?.includes(from)) return
    this.tabs.forEach(editor => editor !== from && Y.applyUpdate(editor.doc, update, 'tab'))
  }

  count (kind) { this.steps[kind] = (this.steps[kind] ?? 0) + 1 }

  // A place that is not inside a surrogate pair, as every real editor has it.
  place (text) {
    const units = text.toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')
    let at = this.int(units.length + 1)
    if (at < units.length && /[\udc00-\udfff]/.test(units[at])) at++
    return [at, units]
  }

  range (text, most) {
    const [at, units] = this.place(text)
    let end = Math.min(units.length, at + 1 + this.int(most))
    if (end < units.length && /[\udc00-\udfff]/.test(units[end])) end++
    return [at, end - at, units]
  }

  step () {
    const editor = this.pick(this.editors)
    const { text, doc } = editor
    const kind = this.pick(KINDS)
    this.count(kind)
    switch (kind) {
      case 'type': {
        const [at] = this.place(text)
        const word = this.pick(WORDS)
        let i = at
        for (const character of word) {
          text.insert(i, character, {})
          i += character.length
        }
        break
      }
      case 'type on': {
        const word = 'some words 😀 more'
        let i = this.lastPlace(editor, text)
        for (const character of word) {
          text.insert(i, character)
          i += character.length
        }
        editor.last = i
        break
      }
      case 'paste': {
        const [at] = this.place(text)
        const many = 1 + this.int(this.random() < 0.03 ? 900 : 6)
        let pasted = ''
        for (let i = 0; i < many; i++) pasted += this.pick(WORDS)
        doc.transact(() => {
          text.insert(at, pasted, this.random() < 0.3 ? { bold: true, italic: null } : {})
          editor.lineage.push([{ to: { client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) - pasted.length, length: pasted.length }, origin: 'pasted' }])
        }, 'me')
        break
      }
      case 'delete': {
        const [at, length] = this.range(text, 12)
        if (length > 0) text.delete(at, length)
        break
      }
      case 'backspace': {
        for (let i = 0; i < 4; i++) {
          const [, , units] = this.range(text, 1)
          if (units.length > 2 && !/[\ud800-\udfff]/.test(units[1])) text.delete(1, 1)
        }
        break
      }
      case 'replace': {
        const [at, length] = this.range(text, 20)
        doc.transact(() => {
          if (length > 0) text.delete(at, length)
          text.insert(at, 'replacement')
          text.delete(at, 3)
        }, 'me')
        break
      }
      case 'format': {
        const [at, length] = this.range(text, 20)
        const [key, value] = this.pick(INLINE)
        if (length > 0) text.format(at, length, { [key]: value })
        break
      }
      case 'line': {
        const [, units] = this.place(text)
        const ends = [...units].length ? [...units.matchAll(/\n/g)].map(match => match.index) : []
        const [key, value] = this.pick(LINE)
        if (ends.length > 0) text.format(this.pick(ends), 1, { [key]: value })
        break
      }
      case 'embed': {
        const [at] = this.place(text)
        text.insertEmbed(at, this.pick([{ divider: true }, { formula: 'e=mc^2' }, { image: 'https://example.org/x.png' }]), {})
        break
      }
      case 'undo': editor.undo.undo(); break
      case 'redo': editor.undo.redo(); break
      case 'clear': if (this.random() < 0.1 && text.length > 0) text.delete(0, text.length); break
      case 'network': this.network(editor); break
      default: this.deliver(editor, this.int(6))
    }
  }

  lastPlace (editor, text) {
    const length = text.length
    if (editor.last === undefined || editor.last > length || this.random() < 0.3) return length
    const [, units] = this.place(text)
    return /[\udc00-\udfff]/.test(units[editor.last] ?? '') ? length : editor.last
  }

  network (editor) {
    if (!editor.online) return editor.reconnect()
    if (this.random() < 0.2) return editor.reload()
    editor.online = false
  }

  deliver (editor, many) {
    if (!editor.online) return
    editor.inbox.splice(0, many).forEach(update => Y.applyUpdate(editor.doc, update, 'server'))
  }

  finish () {
    for (let round = 0; round < 3; round++) this.editors.forEach(editor => editor.reconnect())
    const text = this.server.getText('content')
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, Y.encodeStateAsUpdate(this.server))
    const shown = doc => doc.getText('content').toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')
    ;[fresh, ...this.editors.map(editor => editor.doc)].forEach(doc => {
      if (shown(doc) !== shown(this.server)) throw new Error('Yjs editors differ')
    })
    const order = []
    for (let item = text._start; item !== null; item = item.right) order.push([item.id.client, item.id.clock, item.length, item.deleted])
    print({ text: shown(this.server), units: text.length, order, delta: text.toDelta(), steps: this.steps })
  }
}

const KINDS = ['type', 'type', 'type', 'type on', 'paste', 'delete', 'backspace', 'replace', 'format', 'format', 'line', 'embed', 'undo', 'redo', 'clear', 'network', 'deliver', 'deliver', 'deliver', 'deliver', 'deliver']

const [seed, sessions, steps] = process.argv.slice(2).map(Number)
for (let number = 0; number < sessions; number++) {
  const session = new Session(seed * 100003 + number, 2 + (number % 3))
  for (let i = 0; i < steps; i++) session.step()
  session.finish()
}
process.stdout.write(out.join('\n') + '\n')

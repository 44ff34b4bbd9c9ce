import { SaxesParser } from 'saxes'
import type { SaxesTagNS } from 'saxes'
import type { Leaf } from './leaves'
import { FORMAT_LIMITS } from './size'
import type { Step } from './steps'

/** Why a text is not read as XML. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem'
}

/** The root of a document, as namespace and name in braces notation, and the values of its elements and attributes. */
export interface XmlValues {
  readonly root: string
  readonly leaves: readonly Leaf[]
}

interface Open {
  readonly steps: readonly Step[]
  readonly counts: Map<string, number>
  text: string
  hasChildren: boolean
}

/**
 * Reads an XML document within the limits, without document type, entities but the five of XML, and processing
 * instructions. `prefixes` says by which prefix a namespace is written in places, whatever the document calls it.
 */
export function readXml(text: string, prefixes: Readonly<Record<string, string>>): XmlValues {
  const parser = new SaxesParser({ xmlns: true, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  const document = new Document(prefixes)
  parser.on('error', () => {
    throw new XmlProblem('The text is not well-formed XML.')
  })
  parser.on('doctype', () => {
    throw new XmlProblem('A document type is not accepted.')
  })
  parser.on('processinginstruction', () => {
    throw new XmlProblem('Processing instructions are not accepted.')
  })
  parser.on('xmldecl', ({ version, encoding = 'UTF-8' }) => {
    if (version !== '1.0' || encoding.toUpperCase() !== 'UTF-8')
      throw new XmlProblem('Only XML 1.0 in UTF-8 is accepted.')
  })
  parser.on('opentagstart', () => document.startTag())
  parser.on('attribute', () => document.countAttribute())
  parser.on('opentag', (tag) => document.open(tag))
  parser.on('closetag', () => document.close())
  parser.on('text', (part) => document.text(part))
  parser.on('cdata', (part) => document.text(part))
  parser.write(text).close()
  return document.values()
}

class Document {
  readonly #prefixes: Readonly<Record<string, string>>
  readonly #open: Open[] = []
  readonly #leaves: Leaf[] = []
  #root = ''
  #elements = 0
  #attributes = 0

  constructor(prefixes: Readonly<Record<string, string>>) {
    this.#prefixes = prefixes
  }

  startTag(): void {
    this.#attributes = 0
  }

  // Counted one by one, before the parser gathers them all.
  countAttribute(): void {
    const { attributes } = FORMAT_LIMITS
    if (++this.#attributes > attributes) throw new XmlProblem(`An element has at most ${attributes} attributes.`)
  }

  open(tag: SaxesTagNS): void {
    const { depth, elements } = FORMAT_LIMITS
    const own = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
    if (++this.#elements > elements) throw new XmlProblem(`The document has at most ${elements} elements.`)
    if (this.#open.length >= depth) throw new XmlProblem(`The document is at most ${depth} levels deep.`)
    const steps = this.#stepsOf(tag)
    this.#open.push({ steps, counts: new Map(), text: '', hasChildren: false })
    for (const { uri, local, value } of own) {
      this.#leaves.push({ steps: [...steps, `@${this.#name(uri, local)}`], value })
    }
  }

  #stepsOf({ uri, local }: SaxesTagNS): readonly Step[] {
    const parent = this.#open.at(-1)
    if (parent === undefined) {
      this.#root = `{${uri}}${local}`
      return []
    }
    const name = this.#name(uri, local)
    const number = parent.counts.get(name) ?? 0
    parent.counts.set(name, number + 1)
    parent.hasChildren = true
    return [...parent.steps, name, number]
  }

  #name(uri: string, local: string): string {
    if (uri === '') return local
    return `${Object.hasOwn(this.#prefixes, uri) ? (this.#prefixes[uri] ?? '?') : '?'}:${local}`
  }

  text(part: string): void {
    const open = this.#open.at(-1)
    if (open !== undefined) open.text += part
  }

  close(): void {
    const element = this.#open.pop()
    const value = element?.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') ?? ''
    if (element === undefined || value === '') return
    if (element.hasChildren) throw new XmlProblem('Text stands between elements.')
    this.#leaves.push({ steps: element.steps, value })
  }

  values(): XmlValues {
    return { root: this.#root, leaves: this.#leaves }
  }
}

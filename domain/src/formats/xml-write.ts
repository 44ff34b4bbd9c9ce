import { canonicalText } from '../canonical'
import type { Leaf } from './leaves'
import type { Step } from './steps'
import { escapedAttribute, escapedText } from './xml-text'

interface Element {
  readonly attributes: Map<string, string>
  readonly children: Map<string, Element[]>
  text: string
}

/** The document of an element: its root, the namespaces declared there, and the order of what stands below each element. */
export interface XmlShape {
  readonly root: string
  readonly namespaces: Readonly<Record<string, string>>
  readonly order: Readonly<Record<string, readonly string[]>>
}

/** The text of an XML document; places are paths of elements, each with its number among those of its name. */
export function xmlText({ root, namespaces, order }: XmlShape, leaves: readonly Leaf[]): string {
  const top = emptyElement()
  for (const { steps, value } of leaves) put(top, steps, typeof value === 'string' ? value : canonicalText(value))
  const declared = Object.entries(namespaces).map(([name, uri]) => ` ${name}="${escapedAttribute(uri)}"`)
  const body = contentOf(top, root, order, 1)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${declared.join('')}>\n${body}</${root}>\n`
}

function emptyElement(): Element {
  return { attributes: new Map(), children: new Map(), text: '' }
}

function put(element: Element, [name, ...rest]: readonly Step[], value: string): void {
  if (name === undefined) element.text = value
  else if (typeof name === 'string' && name.startsWith('@')) element.attributes.set(name.slice(1), value)
  else {
    const [number, ...below] = rest
    const list = element.children.get(String(name)) ?? []
    element.children.set(String(name), list)
    const child = (list[Number(number)] ??= emptyElement())
    put(child, below, value)
  }
}

function contentOf({ children }: Element, name: string, order: XmlShape['order'], depth: number): string {
  const names = order[name] ?? []
  const unknown = [...children.keys()].find((child) => !names.includes(child))
  if (unknown !== undefined) throw new RangeError(`${unknown} has no order below ${name}`)
  return names
    .flatMap((child) => (children.get(child) ?? []).map((element) => elementText(element, child, order, depth)))
    .join('')
}

function elementText(element: Element, name: string, order: XmlShape['order'], depth: number): string {
  const indent = '  '.repeat(depth)
  const attributes = [...element.attributes]
    .map(([attribute, value]) => ` ${attribute}="${escapedAttribute(value)}"`)
    .join('')
  if (element.children.size === 0) return `${indent}<${name}${attributes}>${escapedText(element.text)}</${name}>\n`
  return `${indent}<${name}${attributes}>\n${contentOf(element, name, order, depth + 1)}${indent}</${name}>\n`
}

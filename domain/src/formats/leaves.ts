import type { Json } from '../canonical'
import { isObject } from '../shape'
import { pointerOf, shapeOf } from './steps'
import type { Step, Steps } from './steps'

/** One value of a tree, and where it stands. */
export interface Leaf {
  readonly steps: Steps
  readonly value: Json
}

/** The values of a tree of JSON, in its order, empty objects and lists among them, and hardly more than `most`; what stands at a place of one of the `whole` shapes is not taken apart. */
export function leavesOf(tree: Json, whole: ReadonlySet<string> = new Set(), most = Infinity): readonly Leaf[] {
  const leaves: Leaf[] = []
  collect(tree, [], whole, leaves, most)
  return leaves
}

function collect(value: Json, steps: Steps, whole: ReadonlySet<string>, leaves: Leaf[], most: number): void {
  if (leaves.length > most) return
  const children = whole.has(shapeOf(steps)) ? [] : childrenOf(value)
  if (children.length === 0 && steps.length > 0) leaves.push({ steps, value })
  for (const [step, child] of children) collect(child, [...steps, step], whole, leaves, most)
}

function childrenOf(value: Json): readonly (readonly [Step, Json])[] {
  if (Array.isArray(value)) return [...(value as readonly Json[]).entries()]
  return isObject(value) ? Object.entries(value as Readonly<Record<string, Json>>) : []
}

type Node = { readonly leaf: Json } | { readonly below: Map<Step, Node> }

/** What is wrong with values that make no tree: one stands where others would have to be below it, or a list has a gap. */
export interface NoTree {
  readonly pointer: string
}

/** The tree that values make, members in the order of the values; or the place at which they make none. */
export function treeOf(leaves: readonly Leaf[]): { readonly tree: Json } | NoTree {
  const root: Node = { below: new Map() }
  for (const leaf of leaves) if (!isPut(root, leaf)) return { pointer: pointerOf(leaf.steps) }
  try {
    return { tree: valueOf(root, []) }
  } catch (error) {
    if (error instanceof Gap) return { pointer: error.pointer }
    throw error
  }
}

class Gap extends Error {
  readonly pointer: string

  constructor(steps: Steps) {
    super('a list has a gap')
    this.pointer = pointerOf(steps)
  }
}

function isPut(root: { readonly below: Map<Step, Node> }, { steps, value }: Leaf): boolean {
  let at = root
  for (const [index, step] of steps.entries()) {
    const known = at.below.get(step)
    if (index === steps.length - 1) {
      if (known !== undefined) return false
      at.below.set(step, { leaf: value })
      return true
    }
    const next = known ?? { below: new Map<Step, Node>() }
    if ('leaf' in next) return false
    at.below.set(step, next)
    at = next
  }
  return false
}

function valueOf(node: Node, steps: Steps): Json {
  if ('leaf' in node) return node.leaf
  const entries = [...node.below].map(([step, below]) => [step, valueOf(below, [...steps, step])] as const)
  // fromEntries defines members of its own, also one called __proto__.
  if (!entries.some(([step]) => typeof step === 'number')) return Object.fromEntries(entries)
  const list = [...entries].sort(([one], [other]) => Number(one) - Number(other))
  if (list.some(([step], index) => step !== index)) throw new Gap(steps)
  return list.map(([, value]) => value)
}

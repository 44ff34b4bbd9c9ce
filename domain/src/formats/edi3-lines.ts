import type { Json } from '../canonical'
import { isObject } from '../shape'

type Members = Readonly<Record<string, Json>>

const CONSIGNMENT = 'supplyChainConsignment'
const ITEMS = 'includedConsignmentItems'
const LINES = 'tradeLineItems'

/**
 * An item of the consignment for each of its lines, with all that the lines share: edi3 allows several lines in one item,
 * the dataset knows items only.
 */
export function oneLineEach(members: Members): Members {
  const consignment = members[CONSIGNMENT]
  if (!isObject(consignment)) return members
  const items = (consignment as Members)[ITEMS]
  if (!Array.isArray(items)) return members
  const each = (items as readonly Json[]).flatMap(splitItem)
  return { ...members, [CONSIGNMENT]: { ...(consignment as Members), [ITEMS]: each } }
}

function splitItem(item: Json): readonly Json[] {
  const lines = isObject(item) ? (item as Members)[LINES] : undefined
  if (!isObject(item) || !Array.isArray(lines) || lines.length < 2) return [item]
  return (lines as readonly Json[]).map((line) => ({ ...(item as Members), [LINES]: [line] }))
}

import type { IsoDate } from '../date'
import { isQuantity, smallestUnits } from '../item-account'
import { factsOf, textAt, valueAt } from './facts'
import type { ItemFacts } from './facts'
import { FindingList } from './finding'
import type { ProfileFinding } from './finding'

/** What an import declaration says of the goods for which it cites a certificate. */
export interface ImportDeclaration {
  readonly certificateNumber: string
  readonly date: IsoDate
  readonly lines: readonly DeclarationLine[]
}

/** One line of a declaration, with the item of the certificate that it cites. */
export interface DeclarationLine {
  readonly itemSequence: number
  readonly hsCode: string
  readonly quantity: { readonly value: string; readonly unit: string }
}

const ANNOUNCEMENT = {
  evidence: 'read',
  source: 'Announcement 39/2016 of the General Administration of Customs of China',
} as const

/** The check of China for certificates of Korea (V14): one line to one item, all in one batch, no more than certified. */
export function checkDeclaration(dataset: unknown, declaration: ImportDeclaration): readonly ProfileFinding[] {
  const findings = new FindingList()
  const facts = factsOf(dataset)
  const broken = (pointer: string, sentence: string): void => findings.broken('V14', pointer, ANNOUNCEMENT, sentence)
  if (textAt(dataset, '/certificateNumber') !== declaration.certificateNumber) {
    broken('/certificateNumber', 'The declaration cites another certificate.')
  }
  if (!isWithin(declaration.date, facts.issueDate, facts.validUntil)) {
    broken('/validUntil', 'The declaration was not made within the validity of the certificate.')
  }
  for (const item of facts.items) checkItem(item, declaration.lines, broken)
  for (const { itemSequence } of declaration.lines) {
    if (facts.items.some(({ value }) => valueAt(value, '/sequence') === itemSequence)) continue
    broken('/items', 'A line of the declaration cites an item that the certificate does not have.')
  }
  return findings.all()
}

type Broken = (pointer: string, sentence: string) => void

function checkItem(item: ItemFacts, lines: readonly DeclarationLine[], broken: Broken): void {
  const cited = lines.filter(({ itemSequence }) => itemSequence === valueAt(item.value, '/sequence'))
  const [line] = cited
  if (line === undefined) {
    broken(item.pointer, 'All goods of the certificate must be declared in one batch.')
    return
  }
  if (cited.length > 1) broken(item.pointer, 'Only one line of the declaration may cite an item.')
  if (item.hsCode?.slice(0, 6) !== line.hsCode.slice(0, 6)) {
    broken(`${item.pointer}/hsCode`, 'The first six digits of the tariff code are not those of the declaration.')
  }
  checkQuantity(item, line, broken)
}

function checkQuantity({ quantity, pointer }: ItemFacts, line: DeclarationLine, broken: Broken): void {
  if (quantity?.unit !== line.quantity.unit) {
    broken(`${pointer}/quantity/unit`, 'The declaration counts in another unit.')
  } else if (!isQuantity(quantity.value) || !isQuantity(line.quantity.value)) {
    broken(`${pointer}/quantity/value`, 'The quantities cannot be compared.')
  } else if (smallestUnits(line.quantity.value) > smallestUnits(quantity.value)) {
    broken(`${pointer}/quantity/value`, 'More is declared than was certified.')
  }
}

function isWithin(date: IsoDate, from: IsoDate | undefined, until: IsoDate | undefined): boolean {
  return (from === undefined || from <= date) && (until === undefined || date <= until)
}

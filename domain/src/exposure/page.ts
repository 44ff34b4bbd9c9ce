import { table } from '../markdown'
import { CONCLUSIONS, ELEMENT_EXPOSURE, EXPOSURES, PARTIES, RECORD_EXPOSURE } from './table'
import type { ExposureRow } from './table'

/** The statement of what each party can know, as a page in Markdown. */
export function exposurePage(): string {
  return [
    '<!-- prettier-ignore-start -->',
    '',
    '# Who can know what',
    '',
    '<!-- Made from the tables in domain/src/exposure; its test says when it is out of date and writes it anew with UPDATE_DOCUMENTATION=1. -->',
    '',
    `Degrees: ${EXPOSURES.join(', ')}.`,
    '*hash* stands for everything from which the value cannot be read back: salted hashes, HMACs and blinded quantities.',
    'Who holds the document knows all of it; what the two members exchange beside the ledger no other peer holds.',
    '',
    '## Records of the ledger',
    '',
    exposures(Object.values(RECORD_EXPOSURE)),
    '',
    '## What follows from them',
    '',
    exposures(Object.values(CONCLUSIONS)),
    '',
    '## Elements of the dataset',
    '',
    exposures(ELEMENT_EXPOSURE),
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n')
}

function exposures(rows: readonly ExposureRow[]): string {
  return table(
    ['What', ...PARTIES, 'Why'],
    rows.map(({ field, exposure, remark }) => [field, ...PARTIES.map((party) => exposure[party]), remark]),
  )
}

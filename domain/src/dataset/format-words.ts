import { CODE_LISTS } from './code-lists'
import type { Format } from './format'

/** A format in the notation of UNTDED: `an..70`, `n..16,6`, or the list that the code is of. */
export function formatWords(format: Format): string {
  switch (format.kind) {
    case 'text':
      return `an..${format.most}`
    case 'word':
      return format.words.join(' · ')
    case 'code':
      return CODE_LISTS[format.list].title
    case 'decimal':
      return `n..${format.whole},${format.decimals} as text`
    case 'whole':
      return `n..${String(format.most).length}`
    case 'list':
      return formatWords(format.of)
    default:
      return PLAIN_WORDS[format.kind]
  }
}

const PLAIN_WORDS = {
  date: 'date',
  dateTime: 'date and time with offset',
  flag: 'true, false',
  place: 'UN/LOCODE',
  object: 'object',
  extensions: 'object of any JSON',
} as const

/** How often an element stands where it belongs, as `0..1`, `1..1`, `0..n` with its limit. */
export function cardinality({ required, format }: { readonly required: boolean; readonly format: Format }): string {
  return `${required ? 1 : 0}..${format.kind === 'list' ? format.most : 1}`
}

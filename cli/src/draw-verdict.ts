import type { Check, CheckAnswer } from '@eco/domain'
import type { FileVerdict } from './verify'

const VERDICTS = { VALID: 'VALID', NOT_VALID: 'NOT VALID', CANNOT_DETERMINE: 'CANNOT DETERMINE' } as const
const HASH_SHOWN = 16

/** A verdict for people: the word first, then what it rests on, in the order in which one would ask. */
export function drawVerdict(found: FileVerdict): string {
  const { file, verdict, offline, register, problem } = found
  const scope = register === undefined ? 'without the register' : `as of block ${register.asOf.block}`
  const answer = register ?? offline
  const lines = [
    `${VERDICTS[verdict]} (${scope})  ${file}`,
    ...(problem === undefined ? [] : [`  ${problem}`]),
    ...drawReference(found),
    ...(offline === undefined ? [] : drawFindings(offline)),
    ...(register === undefined ? [] : ['  The register says:', ...drawFindings(register)]),
    ...drawPlaces('Withheld', found.presented?.content?.withheld),
    ...drawPlaces('Altered', found.presented?.tampered),
    ...(answer === undefined ? [] : [`  ${answer.nextStep}`]),
  ]
  return `${lines.join('\n')}\n`
}

function drawReference({ presented }: FileVerdict): string[] {
  if (presented?.reference === undefined) return []
  const { issuingMember, authority, number } = presented.reference
  const hash = presented.documentHash?.slice(0, HASH_SHOWN)
  return [`  ${issuingMember} ${authority}, number ${number}${hash === undefined ? '' : `, document ${hash}…`}`]
}

function drawPlaces(title: string, places: readonly string[] = []): string[] {
  return places.length === 0 ? [] : [`  ${title}: ${places.join(', ')}`]
}

const TITLES = { authenticity: 'authenticity', status: 'status', formalCompliance: 'form' } as const

function drawFindings({ findings }: CheckAnswer): string[] {
  return Object.entries(TITLES).flatMap(([name, title]) => {
    const { checks } = findings[name as keyof typeof TITLES]
    return checks.map((one, index) => `    ${(index === 0 ? title : '').padEnd(13)}${drawCheck(one)}`)
  })
}

function drawCheck({ name, result, sentence }: Check): string {
  return `${result.padEnd(8)}${name.padEnd(21)}${sentence}`
}

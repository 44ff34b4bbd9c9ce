import { BundleProblem, EVIDENCE_SENTENCES, parseBundle, verifyBundle } from '@eco/evidence'
import type { EvidenceAnswer } from '@eco/evidence'
import { EXIT, readText, UsageProblem } from './io'
import type { Io } from './io'

/** The options of `eco verify --bundle`. */
export interface BundleOptions {
  readonly bundle?: string
  readonly channel?: string
  readonly json?: boolean
}

const HASH = /^[0-9a-f]{64}$/i
const EXITS = { HOLDS: EXIT.good, DOES_NOT_HOLD: EXIT.notValid, CANNOT_DETERMINE: EXIT.cannotDetermine } as const

/** Checks one evidence bundle, without any network; the exit code says whether it holds. */
export async function verifyBundleFile(file: string, options: BundleOptions, io: Io): Promise<number> {
  const { channel, json } = options
  if (channel !== undefined && !HASH.test(channel)) {
    throw new UsageProblem('--channel: must be the hash of block 0, 64 hexadecimal digits.')
  }
  const text = await readText(file, io)
  try {
    const bundle = parseBundle(text)
    const answer = await verifyBundle(bundle, { channel })
    if (json === true) io.out(`${JSON.stringify({ file, certificate: bundle.certificate, ...answer })}\n`)
    else io.out(drawEvidence(file, bundle.certificate, answer))
    return EXITS[answer.verdict]
  } catch (error) {
    if (error instanceof BundleProblem) throw new UsageProblem(`${file}: is no evidence bundle: ${error.message}.`)
    throw error
  }
}

function drawEvidence(
  file: string,
  certificate: string,
  { verdict, checks, channel, asOf, transactions, document }: EvidenceAnswer,
): string {
  const lines = [`${file}: ${verdict.replaceAll('_', ' ')}`, `  certificate ${certificate}`]
  if (asOf !== undefined) lines.push(`  as of block ${asOf.block}, ${asOf.time}`)
  for (const check of checks) {
    lines.push(`  ${check.result.padEnd(8)}${check.question.padEnd(15)}${EVIDENCE_SENTENCES[check.code]}`)
    for (const detail of check.details) lines.push(`${' '.repeat(25)}${detail}`)
  }
  if (channel !== undefined) lines.push(`  block 0 is ${channel}`)
  for (const { block, name, time, sender, endorsers } of transactions) {
    lines.push(`  block ${block}: ${name} at ${time}, sent by ${sender}, endorsed by ${endorsers.join(', ')}`)
  }
  if (document !== undefined) lines.push(`  The certificate then: ${document.verdict.replaceAll('_', ' ')}.`)
  return `${lines.join('\n')}\n`
}

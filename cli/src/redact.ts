import type { Redaction, ViewName } from '@eco/domain'
import { redact, VIEW_NAMES } from '@eco/domain'
import { readDocumentFile, told } from './documents'
import { EXIT, UsageProblem, writeResult } from './io'
import type { Io } from './io'

/** The options of `eco redact`. */
export interface RedactOptions {
  readonly view?: string
  readonly keep?: readonly string[]
  readonly withhold?: readonly string[]
  readonly output?: string
}

/** Writes a document without what is to be withheld. */
export async function redactFile(file: string, options: RedactOptions, io: Io): Promise<number> {
  const redaction = redactionOf(options)
  const document = await readDocumentFile(file, io)
  await writeResult(await told(file, () => redact(document, redaction)), options.output, io)
  return EXIT.good
}

function redactionOf({ view, keep, withhold }: RedactOptions): Redaction {
  const given = [view, keep, withhold].filter((option) => option !== undefined)
  if (given.length !== 1) throw new UsageProblem('Give one of --view, --keep and --withhold.')
  if (keep !== undefined) return { keep }
  if (withhold !== undefined) return { withhold }
  const name = VIEW_NAMES.find((candidate) => candidate === view)
  if (name === undefined) throw new UsageProblem(`--view: must be one of ${VIEW_NAMES.join(', ')}.`)
  return { view: name satisfies ViewName }
}

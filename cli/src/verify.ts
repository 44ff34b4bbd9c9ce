import type { CheckAnswer, IndexedTrust, IsoDate, Verdict } from '@eco/domain'
import { checkOffline, parseDate, Refusal } from '@eco/domain'
import { CarrierProblem } from '@eco/paper'
import { askGateway } from './ask-gateway'
import type { GatewayAnswer, GatewayOptions } from './ask-gateway'
import { EXIT, readInput, UsageProblem } from './io'
import type { Io } from './io'
import { presentFile } from './presented'
import type { PresentedFile } from './presented'
import { drawVerdict } from './draw-verdict'
import { readTrustFile } from './trust'

/** The options of `eco verify`. */
export interface VerifyOptions extends GatewayOptions {
  readonly trust?: string
  readonly date?: string
  readonly json?: boolean
}

/** What came of one file. */
export interface FileVerdict {
  readonly file: string
  readonly verdict: Verdict
  readonly offline: CheckAnswer | undefined
  readonly register: GatewayAnswer | undefined
  readonly presented: PresentedFile | undefined
  /** Why the file could not be read as anything. */
  readonly problem: string | undefined
}

const PROGRESS_EVERY = 100

/** Checks every file and tells each verdict as soon as it is known; the exit code is that of the worst. */
export async function verify(files: readonly string[], options: VerifyOptions, io: Io): Promise<number> {
  const trust = await readTrustFile(options.trust, io)
  if (trust === undefined) io.note('No --trust: nobody’s key is known, so no document can be found VALID.')
  const today = dayOf(options.date, io)
  const verdicts = new Set<Verdict>()
  for (const [index, file] of files.entries()) {
    const found = await verifyFile(file, { trust, today, options }, io)
    verdicts.add(found.verdict)
    io.out(options.json === true ? `${JSON.stringify(publicPart(found))}\n` : drawVerdict(found))
    if (files.length > PROGRESS_EVERY && (index + 1) % PROGRESS_EVERY === 0) {
      io.note(`${index + 1} of ${files.length} files`)
    }
  }
  if (verdicts.has('NOT_VALID')) return EXIT.notValid
  return verdicts.has('CANNOT_DETERMINE') ? EXIT.cannotDetermine : EXIT.good
}

interface Context {
  readonly trust: IndexedTrust | undefined
  readonly today: IsoDate
  readonly options: VerifyOptions
}

async function verifyFile(file: string, { trust, today, options }: Context, io: Io): Promise<FileVerdict> {
  const bytes = await readInput(file, io)
  try {
    const presented = await presentFile(bytes, trust)
    const profiles = trust?.snapshot.profiles ?? []
    const offline = checkOffline(presented, { today, profiles })
    const register = options.gateway === undefined ? undefined : await askGateway(presented, options, io)
    return { file, verdict: together(offline.verdict, register), offline, register, presented, problem: undefined }
  } catch (error) {
    if (!(error instanceof CarrierProblem)) throw error
    const nothing = { offline: undefined, register: undefined, presented: undefined }
    return { file, verdict: 'CANNOT_DETERMINE', ...nothing, problem: error.message }
  }
}

// What fails here fails, whatever a register says; what cannot be told here, it may know.
function together(offline: Verdict, register: GatewayAnswer | undefined): Verdict {
  if (register === undefined || offline === 'NOT_VALID') return offline
  return register.verdict === 'VALID' ? offline : register.verdict
}

function dayOf(date: string | undefined, io: Io): IsoDate {
  try {
    return parseDate(date ?? io.now().toISOString().slice(0, 10), '--date')
  } catch (error) {
    if (error instanceof Refusal) throw new UsageProblem(`${error.detail}.`)
    throw error
  }
}

function publicPart({ file, verdict, offline, register, presented, problem }: FileVerdict): object {
  return {
    file,
    verdict,
    ...(problem !== undefined && { problem }),
    ...(presented?.reference && { reference: presented.reference }),
    ...(presented && {
      ...(presented.documentHash !== undefined && { documentHash: presented.documentHash }),
      withheld: presented.content?.withheld ?? [],
      tampered: presented.tampered,
    }),
    ...(offline && { findings: offline.findings, note: offline.note, nextStep: offline.nextStep }),
    ...(register && { register }),
  }
}

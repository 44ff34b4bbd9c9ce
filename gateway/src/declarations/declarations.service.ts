import { createHash } from 'node:crypto'
import type {
  CertificateId,
  CertificateReference,
  Declaration,
  DeclaredCertificate,
  Json,
  LineAnswer,
  LineReservation,
  Outcome,
  TakeEntry,
} from '@eco/domain'
import {
  canonicalText,
  checkDeclarationLines,
  civilDate,
  declarationDigest,
  isSameReference,
  ORIGIN_NOTE,
  parseDeclaration,
  parseMemberCode,
  printTake,
  Refusal,
  reservationsOf,
} from '@eco/domain'
import { lookUp } from '../checks/register-sight'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayParts } from '../parts'
import type { AsOfBlock } from '../read-model/freshness'
import { RegisterWriter } from '../register/writer'
import type { CertificateInput } from './declaration.dto'
import { shareDeclaration } from './declaration-sharing'
import type { TextOutbox } from './declaration-sharing'
import type { DeclarationStore } from './declaration-store'
import type { DeclarationCheckView, LineAnswerView, ReservationView } from './declaration.view'
import { asDeclared, checkAsOf, factorsOf, leftAfter } from './held-document'
import type { CheckSight, HeldDocuments } from './held-document'
import { PresentedCertificates } from './presented-certificates'
import type { BroughtCertificate } from './presented-certificates'
import { isTakenByAnother, usesOf, withOwnReserved } from './register-uses'
import { replacedBy } from './replaced'
import { useNameOf } from './use-name'

/** What declarations need of a gateway. */
export type DeclarationParts = Pick<
  GatewayParts,
  'clock' | 'config' | 'examiner' | 'freshness' | 'ids' | 'store' | 'register' | 'projector' | 'deadlines'
> & {
  readonly declarations: DeclarationStore
  readonly held: HeldDocuments
  /** Where declarations are told to the issuing members; nothing is told without it. */
  readonly outbox?: TextOutbox
}

/** A declaration as it came in, still to be judged, with the certificates that it cites. */
export interface DeclarationRequest {
  readonly declaration: Readonly<Record<string, unknown>>
  readonly certificates: readonly Plain<CertificateInput>[]
  readonly reserve?: boolean
}

/** A check as it was judged, before anything is reserved; kept as JSON text for repeats. */
interface Judged {
  readonly lines: readonly LineAnswer[]
  readonly asOf: AsOfBlock
  readonly reservations: readonly LineReservation[]
}

/** Whether what the declaration itself has reserved counts as left; it does not for who reserves more. */
type Counting = 'also-own' | 'not-own'

/** Checks the lines of import declarations, and reserves what they may take. */
export class DeclarationsService {
  readonly #parts: DeclarationParts
  readonly #writer: RegisterWriter
  readonly #presented: PresentedCertificates

  constructor(parts: DeclarationParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
    this.#presented = new PresentedCertificates(parts)
  }

  /** One answer for each line; with `reserve`, one transaction for all lines that may be reserved. */
  async check(command: Command, request: DeclarationRequest): Promise<Plain<DeclarationCheckView>> {
    const declaration = this.#ownDeclaration(request)
    const brought = await this.#presented.of(request.certificates, declaration)
    if (request.reserve !== true) return viewOf(await this.#judge(declaration, brought, 'also-own'), brought)
    const kept = this.#kept(command, request) ?? (await this.#keep(command, request, declaration, brought))
    return this.#reserve(command, kept, brought)
  }

  #ownDeclaration({ declaration: input }: DeclarationRequest): Declaration {
    const importingMember = parseMemberCode(this.#parts.config.member, 'member')
    const declaration = parseDeclaration({ importingMember, ...input })
    if (declaration.importingMember === importingMember) return declaration
    throw new Refusal('CALLER_NOT_IMPORTING_MEMBER', `declaration.importingMember: must be ${importingMember}`)
  }

  async #judge(declaration: Declaration, brought: readonly BroughtCertificate[], counting: Counting): Promise<Judged> {
    const { freshness, examiner, clock } = this.#parts
    const registerIsCurrent = await freshness.isCurrent()
    const { profiles } = examiner.trust.snapshot
    const { asOf, value: certificates } = await freshness.asOfOneBlock(() =>
      Promise.all(
        brought.map((presented) => this.#declared(presented, { declaration, counting, registerIsCurrent, profiles })),
      ),
    )
    const today = civilDate(clock().toISOString(), declaration.importingMember)
    return { lines: checkDeclarationLines({ declaration, certificates, today }), asOf, reservations: [] }
  }

  async #declared(
    presented: BroughtCertificate,
    { declaration, counting, ...known }: Omit<CheckSight, 'sight'> & { declaration: Declaration; counting: Counting },
  ): Promise<DeclaredCertificate & Pick<BroughtCertificate, 'observed'>> {
    const { store, config, clock } = this.#parts
    const { reference, examination } = presented
    const asking = { organisation: config.member, now: clock() }
    const sought = { id: examination?.id, reference, dataset: examination?.content?.dataset }
    const sight = await lookUp(this.#parts, sought, asking)
    const record = sight.stored?.record
    const answer = checkAsOf(presented, { sight, ...known }, declaration.date)
    const uses = presented.id === undefined ? [] : usesOf(store, presented.id)
    const digest = this.#digestOf(presented.id, declaration)
    const own = counting === 'also-own' ? digest : undefined
    const items = withOwnReserved(record?.items ?? [], uses, own)
    const { profile } = sight
    const declared = asDeclared(presented, answer, { record: record && { ...record, items }, profile })
    return { ...declared, declaredBefore: isTakenByAnother(uses, digest), observed: presented.observed }
  }

  /** The first answer under a request id: a repeat must not find its own reservations in its way. */
  #kept({ requestId }: Command, request: DeclarationRequest): Judged | undefined {
    const known = this.#parts.declarations.keptCheck(requestId)
    if (known === undefined) return undefined
    if (known.contentHash === contentHashOf(request)) return JSON.parse(known.answer) as Judged
    throw new Refusal('REQUEST_ID_REUSED', 'the Idempotency-Key was used with another declaration')
  }

  async #keep(
    command: Command,
    request: DeclarationRequest,
    declaration: Declaration,
    brought: readonly BroughtCertificate[],
  ): Promise<Judged> {
    const { declarations } = this.#parts
    const { requestId } = command
    const judged = await this.#judge(declaration, brought, 'not-own')
    const reservations = judged.lines.flatMap((line) => this.#reservation(declaration, line, brought, requestId))
    for (const { line, entry } of reservations) {
      const { certificate, use } = entry
      declarations.note({ certificate, use, reference: declaration.reference, line })
    }
    const answer = JSON.stringify({ ...judged, reservations } satisfies Judged)
    declarations.keepCheck({
      requestId,
      contentHash: contentHashOf(request),
      certificates: brought.flatMap(({ id }) => id ?? []),
      answer,
    })
    // Of two requests at the same moment the first stays, and both go on with it.
    return this.#kept(command, request) ?? { ...judged, reservations }
  }

  #reservation(
    declaration: Declaration,
    line: LineAnswer,
    brought: readonly BroughtCertificate[],
    requestId: string,
  ): readonly LineReservation[] {
    const presented = certificateOf(line.certificate, brought)
    const factorOf = presented && factorsOf(presented)
    if (presented?.id === undefined || factorOf === undefined) return []
    const { id } = presented
    const { declarations, store } = this.#parts
    const salt = declarations.saltOf(id, declaration.reference, replacedBy(store, id))
    return reservationsOf(declaration, [line], {
      idOf: () => id,
      factorOf: (_, seq) => factorOf(seq),
      digestOf: () => declarationDigest(declaration, salt),
      newUse: () => useNameOf(salt, requestId, line.line),
    })
  }

  async #reserve(
    command: Command,
    judged: Judged,
    brought: readonly BroughtCertificate[],
  ): Promise<Plain<DeclarationCheckView>> {
    const { reservations } = judged
    if (reservations.length === 0) return viewOf(judged, brought)
    const entries = reservations.map(({ entry }) => printTake(entry))
    const { value, place } = await this.#writer.submitEntries(command, 'reserve', entries)
    const outcomes = reservations.map(({ line, entry }, index) => {
      const presented = brought.find(({ id }) => id === entry.certificate)
      if (value[index] === 'done') this.#share(entry)
      return [line, reservedView(entry.use, value[index], presented)] as const
    })
    return { ...viewOf(judged, brought, new Map(outcomes)), ...place }
  }

  #share({ certificate, use }: TakeEntry): void {
    const { declarations, outbox } = this.#parts
    const reference = declarations.usesOf(certificate).find((noted) => noted.use === use)?.reference
    if (outbox === undefined || reference === undefined) return
    shareDeclaration(outbox, { certificate, use, reference, salt: declarations.saltOf(certificate, reference) })
  }

  /** How the declaration stands in the register, if it ever was made to stand there. */
  #digestOf(certificate: CertificateId | undefined, declaration: Declaration): string | undefined {
    if (certificate === undefined) return undefined
    const { declarations, store } = this.#parts
    const salts = [certificate, ...replacedBy(store, certificate)].flatMap((id) => declarations.saltsOf(id))
    const salt = salts.find(({ reference }) => reference === declaration.reference)?.salt
    return salt === undefined ? undefined : declarationDigest(declaration, salt)
  }
}

/** Who came too late is told what is left: only who holds the document can tell. */
function reservedView(
  use: string,
  outcome: Outcome | undefined,
  presented: BroughtCertificate | undefined,
): Plain<ReservationView> {
  if (outcome === undefined) throw new Error('the register answered without an outcome')
  if (outcome === 'done') return { use, outcome }
  const left = presented && leftAfter(outcome, presented)
  const measured = left && { value: left.value, unit: left.unit }
  return { use, outcome: outcome.code, detail: outcome.detail, ...(measured !== undefined && { left: measured }) }
}

function certificateOf(
  reference: CertificateReference | undefined,
  brought: readonly BroughtCertificate[],
): BroughtCertificate | undefined {
  if (reference === undefined) return undefined
  return brought.find((candidate) => isSameReference(candidate.reference, reference))
}

function contentHashOf(request: DeclarationRequest): string {
  // By way of JSON text, which leaves out what is not there.
  const content = JSON.parse(JSON.stringify(request)) as Json
  return createHash('sha256').update(canonicalText(content)).digest('hex')
}

function viewOf(
  { lines, asOf }: Judged,
  brought: readonly BroughtCertificate[],
  outcomes: ReadonlyMap<number, Plain<ReservationView>> = new Map(),
): Plain<DeclarationCheckView> {
  const views = lines.map((line) => lineView(line, certificateOf(line.certificate, brought), outcomes.get(line.line)))
  return { lines: views, note: ORIGIN_NOTE, asOf }
}

function lineView(
  answer: LineAnswer,
  presented: BroughtCertificate | undefined,
  reservation: Plain<ReservationView> | undefined,
): Plain<LineAnswerView> {
  const { certificate, itemSequence, counted, left, minorDiscrepancies, notices, ...always } = answer
  const named = presented?.id === undefined ? {} : { id: presented.id }
  return {
    ...always,
    minorDiscrepancies: minorDiscrepancies.map(({ kind, seen, forgiven, sentence, source }) => ({
      ...{ kind, seen, forgiven, sentence, source },
    })),
    notices: notices.map(({ rule, pointer, sentence, source }) => ({ rule, pointer, sentence, source })),
    ...(certificate !== undefined && { certificate: { ...named, ...certificate } }),
    ...(itemSequence !== undefined && { itemSequence }),
    ...(counted !== undefined && { counted }),
    ...(left !== undefined && { left }),
    ...(reservation !== undefined && { reservation }),
  }
}

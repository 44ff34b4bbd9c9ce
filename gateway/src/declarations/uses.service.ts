import type { CertificateId, Measured, TransactionName } from '@eco/domain'
import {
  clearQuantity,
  declarationDigest,
  parseDate,
  parseMemberCode,
  printTake,
  printUseName,
  Refusal,
} from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import { RefusedFields } from '../http/problem'
import { RegisterWriter } from '../register/writer'
import { blindedItems } from './blinded-items'
import { shareDeclaration } from './declaration-sharing'
import type { DeclarationParts } from './declarations.service'
import { factorsOf, leftAfter, unitsOf } from './held-document'
import type { PresentedCertificate } from './held-document'
import type { NotedUse } from './declaration-store'
import { usesOf } from './register-uses'
import type { RegisteredUse } from './register-uses'
import { PresentedCertificates } from './presented-certificates'
import { replacedBy } from './replaced'
import type {
  ChangedUse,
  ClarificationRequest,
  CorrectionRequest,
  DeclarationInput,
  ReassessmentRequest,
  RefusalRequest,
  TakenItemInput,
  UseRequest,
  UseView,
} from './use.dto'
import { useNameOf } from './use-name'

/** How a declaration stands in the register, and the use that is made for it. */
interface NamedUse {
  readonly use: string
  readonly declaration: string
}

/** An entry for the register; what else it says depends on the step. */
interface MadeEntry extends Readonly<Record<string, unknown>> {
  readonly certificate: CertificateId
  readonly use: string
}

/** What importing customs does with quantities: in clear here, blinded in the register. */
export class UsesService {
  readonly #parts: DeclarationParts
  readonly #writer: RegisterWriter
  readonly #presented: PresentedCertificates

  constructor(parts: DeclarationParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
    this.#presented = new PresentedCertificates(parts)
  }

  /** Uses quantities for a declaration, or reserves them. */
  async take(
    command: Command,
    step: 'use' | 'reserve',
    certificate: CertificateId,
    { declaration, items, late, document }: Plain<UseRequest>,
  ): Promise<Plain<ChangedUse>> {
    const presented = await this.#presentedAs(certificate, document)
    const blinded = blindedItems(presented, items)
    const date = parseDate(declaration.date, 'declaration.date')
    const named = this.#named(command, certificate, declaration)
    const entry = printTake({ certificate, ...named, items: blinded, date, late: late ?? null })
    const made = await this.#telling(presented, items, () =>
      this.#submit(command, step, { certificate, ...named }, entry),
    )
    this.#share(certificate, made.use, declaration)
    return made
  }

  /** Makes a use of a reservation, or gives up what is reserved. */
  settle(
    command: Command,
    step: 'confirm' | 'release',
    certificate: CertificateId,
    use: string,
  ): Promise<Plain<ChangedUse>> {
    return this.#submit(
      command,
      step,
      { certificate, use: parseUse(use) },
      printUseName({ certificate, use: parseUse(use) }),
    )
  }

  /** Puts other quantities in the place of those of a use; what it was stays in its history. */
  async correct(
    command: Command,
    certificate: CertificateId,
    use: string,
    { items, reason, document }: Plain<CorrectionRequest>,
  ): Promise<Plain<ChangedUse>> {
    const presented = await this.#presentedAs(certificate, document)
    const entry = { certificate, use: parseUse(use), items: blindedItems(presented, items, 'nothing'), reason }
    return this.#telling(presented, items, () => this.#submit(command, 'correctUse', entry))
  }

  /** Refuses the preference for items of a declaration, by a coded reason. */
  async refuse(
    command: Command,
    certificate: CertificateId,
    { declaration, items, reason, reservation }: Plain<RefusalRequest>,
  ): Promise<Plain<ChangedUse>> {
    const named = this.#named(command, certificate, declaration, reservation)
    const date = parseDate(declaration.date, 'declaration.date')
    const refused = items.map(({ seq }) => ({ seq })).sort((one, other) => one.seq - other.seq)
    const made = await this.#submit(command, 'refuse', { certificate, ...named, items: refused, reason, date })
    this.#share(certificate, made.use, declaration)
    return made
  }

  /** Answers a refusal of this member by the hash of a text, for the issuing authority. */
  clarify(
    command: Command,
    certificate: CertificateId,
    use: string,
    { textHash }: Plain<ClarificationRequest>,
  ): Promise<Plain<ChangedUse>> {
    return this.#submit(command, 'clarify', { certificate, use: parseUse(use), textHash })
  }

  /** Decides in the end of a refusal. */
  reassess(
    command: Command,
    certificate: CertificateId,
    use: string,
    { decision }: Plain<ReassessmentRequest>,
  ): Promise<Plain<ChangedUse>> {
    return this.#submit(command, 'reassess', { certificate, use: parseUse(use), decision })
  }

  /** The uses of a certificate as the register holds them, and in clear as far as this member knows. */
  async list(certificate: CertificateId): Promise<readonly Plain<UseView>[]> {
    const { store, declarations } = this.#parts
    if (store.certificate(certificate) === undefined) throw notRegistered()
    const presented = await this.#presented.byId(certificate)
    const noted = new Map(declarations.usesOf(certificate).map((note) => [note.use, note]))
    // What one transaction made has one time; there the lines of the declaration are in their order.
    const lineOf = ({ use }: RegisteredUse): number => noted.get(use)?.line ?? 0
    return [...usesOf(store, certificate)]
      .sort((one, other) => one.at - other.at || lineOf(one) - lineOf(other))
      .map((use) => useView(use, noted.get(use.use), presented))
  }

  /** A refusal for want of quantity says in blinded units what is left; here it is told in clear. */
  async #telling<T>(
    presented: PresentedCertificate,
    items: readonly Plain<TakenItemInput>[],
    submit: () => Promise<T>,
  ): Promise<T> {
    try {
      return await submit()
    } catch (error) {
      const left = error instanceof Refusal ? leftAfter(error, presented) : undefined
      if (!(error instanceof Refusal) || left === undefined) throw error
      const sentence = `Of the item ${left.value} ${left.unit} is left.`
      const index = items.findIndex(({ seq }) => seq === left.seq)
      const problem = { pointer: `/items/${index}/quantity`, rule: 'left', sentence }
      throw new RefusedFields(error.code, `item ${left.seq}: ${left.value} ${left.unit} is left`, [problem])
    }
  }

  /** `written` is the short form of the entry where there is one. */
  async #submit(
    command: Command,
    step: TransactionName,
    entry: MadeEntry,
    written: unknown = entry,
  ): Promise<Plain<ChangedUse>> {
    const place = await this.#writer.submitEntry(command, step, written)
    const stored = this.#parts.store.certificate(entry.certificate)
    if (stored === undefined) throw notRegistered()
    return { use: entry.use, certificate: stored.record, ...place }
  }

  #share(certificate: CertificateId, use: string, { reference }: Plain<DeclarationInput>): void {
    const { declarations, outbox } = this.#parts
    if (outbox === undefined) return
    shareDeclaration(outbox, { certificate, use, reference, salt: declarations.saltOf(certificate, reference) })
  }

  /** Noted before the register is told: a use that stands there must be known here. */
  #named(
    { requestId }: Command,
    certificate: CertificateId,
    { reference }: Plain<DeclarationInput>,
    reservation?: string,
  ): NamedUse {
    const { declarations, config, store } = this.#parts
    const importingMember = parseMemberCode(config.member, 'member')
    const salt = declarations.saltOf(certificate, reference, replacedBy(store, certificate))
    const use = reservation ?? useNameOf(salt, requestId)
    declarations.note({ certificate, use, reference, line: undefined })
    return { use, declaration: declarationDigest({ importingMember, reference }, salt) }
  }

  async #presentedAs(certificate: CertificateId, document: string | undefined): Promise<PresentedCertificate> {
    if (document !== undefined) {
      const presented = await this.#presented.byDocument(document, '/document')
      if (presented.id === certificate) return presented
      const sentence = 'The document is that of another certificate.'
      throw new RefusedFields('DOCUMENT_NOT_ACCEPTED', sentence, [{ pointer: '/document', rule: 'same', sentence }])
    }
    const presented = await this.#presented.byId(certificate)
    if (presented !== undefined) return presented
    if (this.#parts.store.certificate(certificate) === undefined) throw notRegistered()
    const sentence = 'The document is needed to count quantities: send it, or wait until it is delivered.'
    throw new RefusedFields('NOT_DELIVERED', sentence, [{ pointer: '/document', rule: 'required', sentence }])
  }
}

function useView(
  use: RegisteredUse,
  noted: NotedUse | undefined,
  presented: PresentedCertificate | undefined,
): Plain<UseView> {
  const { state, member, declaration, date, at, late, refusal, clarification } = use
  const clear = presented === undefined ? undefined : clearing(presented)
  return {
    ...{ use: use.use, state, member, declaration, date, at: new Date(at).toISOString() },
    items: use.items.map(({ seq, amount }) => ({ seq, amount, ...clear?.(seq, amount) })),
    ...(noted !== undefined && { reference: noted.reference }),
    ...(noted?.line !== undefined && { line: noted.line }),
    ...(late !== null && { late }),
    ...(refusal !== null && { refusal }),
    ...(clarification !== null && { clarification }),
  }
}

function clearing(presented: PresentedCertificate): (seq: number, amount: string) => { readonly quantity?: Measured } {
  const [factorOf, units] = [factorsOf(presented), unitsOf(presented)]
  return (seq, amount) => {
    const unit = units.get(seq)
    const value = factorOf === undefined ? undefined : clearQuantity(amount, factorOf(seq))
    return value === undefined || unit === undefined ? {} : { quantity: { value, unit } }
  }
}

function parseUse(use: string): string {
  if (/^[A-Za-z0-9_-]{22}$/.test(use)) return use
  throw new Refusal('MALFORMED_INPUT', 'use: must be 22 digits of base64url')
}

function notRegistered(): Refusal {
  return new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
}

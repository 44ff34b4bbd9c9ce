import type { Blinding, CertificateId, CertificateRecord, Dataset, DrawnFrom, Replacement } from '@eco/domain'
import { itemSaltOf, parseCertificateId, Refusal } from '@eco/domain'
import { presentedBy } from '../declarations/held-document'
import type { HeldDocuments } from '../declarations/held-document'
import type { Plain } from '../http/plain'
import { RefusedFields } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { DrawnFromInput, ReplacesInput } from './link.dto'
import { differencesOf, itemsOf } from './same-goods'
import type { Goods } from './same-goods'

/** What a request says of the certificates that a new one comes from. */
export interface LinkRequest {
  readonly replaces?: Plain<ReplacesInput>
  readonly drawnFrom?: readonly Plain<DrawnFromInput>[]
  /** Documents of them, where this gateway does not hold them. */
  readonly originals?: readonly string[]
}

/** The certificates that a new one comes from, as they are registered and as it is sealed. */
export interface Links {
  readonly replaces: Replacement | null
  /** By the number of the new item. */
  readonly drawnFrom: ReadonlyMap<number, DrawnFrom>
  /** The salts of the items that count in the unit of another's item. */
  readonly itemSalts: Readonly<Record<string, string>>
}

/** A certificate that comes from no other. */
export const NO_LINKS: Links = { replaces: null, drawnFrom: new Map(), itemSalts: {} }

/** A certificate that another comes from: what its document says, once it is known to be the registered one. */
interface Source {
  readonly blinding: Blinding
  readonly number: string
  readonly goods: ReadonlyMap<number, Goods>
}

/** An item, the one that it comes from, and where the request says so. */
interface Inheritance {
  readonly seq: number
  readonly from: DrawnFrom
  readonly pointer: string
}

/** Finds what a new certificate takes over from others: only documents whose hash is registered are believed. */
export class LinkedCertificates {
  readonly #parts: Pick<GatewayParts, 'examiner' | 'store'>
  readonly #held: HeldDocuments

  constructor(parts: Pick<GatewayParts, 'examiner' | 'store'>, held: HeldDocuments) {
    this.#parts = parts
    this.#held = held
  }

  /** What the new certificate is linked with. @throws Refusal where an original is not known, not held, or of other goods. */
  async of(dataset: Dataset, request: LinkRequest): Promise<Links> {
    const { replaces, drawnFrom = [] } = request
    if (replaces === undefined && drawnFrom.length === 0) return NO_LINKS
    const sent = await this.#sent(request.originals ?? [])
    const draws = drawsOf(drawnFrom)
    const carried = replaces === undefined ? [] : this.#carried(dataset, replaces)
    const itemSalts = await this.#inherit(dataset, [...draws, ...carried], sent)
    return {
      replaces: replaces === undefined ? null : { ...replacementOf(replaces) },
      drawnFrom: new Map(draws.map(({ seq, from }) => [seq, from])),
      itemSalts,
    }
  }

  async #sent(documents: readonly string[]): Promise<ReadonlyMap<CertificateId, string>> {
    const found = new Map<CertificateId, string>()
    for (const [index, document] of documents.entries()) {
      const presented = presentedBy(await this.#parts.examiner.examine(document))
      if (presented === undefined) {
        const sentence = 'The document does not say readably which certificate it is.'
        throw refused('DOCUMENT_NOT_ACCEPTED', `/originals/${index}`, 'readable', sentence)
      }
      found.set(presented.id, document)
    }
    return found
  }

  /** The items that take over what was used of those of the same number, and that must count like them. */
  #carried(dataset: Dataset, { certificate, carryUsed }: Plain<ReplacesInput>): readonly Inheritance[] {
    const id = parseCertificateId(certificate, 'replaces.certificate')
    const old = this.#recordOf(id, '/replaces/certificate')
    if (!carryUsed && old.links.originals.length === 0) return []
    const numbers = new Set(old.items.map(({ seq }) => seq))
    return dataset.items
      .filter(({ sequence }) => numbers.has(sequence))
      .map(({ sequence }) => ({ seq: sequence, from: { id, seq: sequence }, pointer: '/replaces/carryUsed' }))
  }

  async #inherit(
    dataset: Dataset,
    inheritances: readonly Inheritance[],
    sent: ReadonlyMap<CertificateId, string>,
  ): Promise<Links['itemSalts']> {
    const own = itemsOf(dataset)
    const sources = new Map<CertificateId, Source>()
    const salts: Record<string, string> = {}
    for (const { seq, from, pointer } of inheritances) {
      const source = sources.get(from.id) ?? (await this.#sourceOf(from.id, pointer, sent))
      sources.set(from.id, source)
      requireNamed(dataset, source.number, pointer)
      const problems = differencesOf(own.get(seq), source.goods.get(from.seq), pointer)
      if (problems.length > 0) {
        throw new RefusedFields('GOODS_DIFFERENT', `item ${seq} is not the same goods as item ${from.seq}`, problems)
      }
      salts[seq] = itemSaltOf(source.blinding, from.seq)
    }
    return salts
  }

  async #sourceOf(id: CertificateId, pointer: string, sent: ReadonlyMap<CertificateId, string>): Promise<Source> {
    const record = this.#recordOf(id, pointer)
    const document = sent.get(id) ?? (await this.#held.documentOf(id))
    if (document === undefined) {
      const sentence = 'Its document is needed: send it among originals, or wait until it is delivered.'
      throw refused('NOT_DELIVERED', pointer, 'held', sentence)
    }
    const { content, documentHash, reference } = await this.#parts.examiner.examine(document)
    if (documentHash !== record.documentHash || content === undefined || reference === undefined) {
      const sentence = 'The document is not the one whose hash is registered.'
      throw refused('DOCUMENT_NOT_REGISTERED', pointer, 'registered', sentence)
    }
    return { blinding: content, number: reference.number, goods: itemsOf(content.dataset) }
  }

  #recordOf(id: CertificateId, pointer: string): CertificateRecord {
    const stored = this.#parts.store.certificate(id)
    if (stored !== undefined) return stored.record
    throw refused('CERTIFICATE_NOT_FOUND', pointer, 'registered', 'The register holds no certificate under this id.')
  }
}

/** A certificate says on its face what it comes from; whoever reads it there must not be led to another one. */
function requireNamed({ originals, replaces }: Dataset, number: string, pointer: string): void {
  const isDrawn = pointer.startsWith('/drawnFrom')
  const named = isDrawn ? originals : replaces && [replaces]
  if (named === undefined || named.some(({ certificateNumber }) => certificateNumber === number)) return
  const place = `/dataset/${isDrawn ? 'originals' : 'replaces'}`
  throw refused('DATASET_INVALID', place, 'contradiction', `It must name ${number}, which the certificate comes from.`)
}

function drawsOf(inputs: readonly Plain<DrawnFromInput>[]): readonly Inheritance[] {
  return inputs.map(({ seq, certificate, item }, index) => {
    const pointer = `/drawnFrom/${index}`
    if (inputs.findIndex((other) => other.seq === seq) !== index) {
      throw refused('MALFORMED_INPUT', `${pointer}/seq`, 'unique', 'An item is drawn from one item of one original.')
    }
    return { seq, from: { id: parseCertificateId(certificate, `drawnFrom[${index}].certificate`), seq: item }, pointer }
  })
}

function replacementOf({ certificate, reason, carryUsed }: Plain<ReplacesInput>): Replacement {
  return { id: parseCertificateId(certificate, 'replaces.certificate'), reason, carryUsed }
}

function refused(code: Refusal['code'], pointer: string, rule: string, sentence: string): RefusedFields {
  return new RefusedFields(code, sentence, [{ pointer, rule, sentence }])
}

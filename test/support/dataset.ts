import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MemberCode } from '@eco/domain'
import { PROJECT_ROOT } from '@eco/network'

const TEMPLATE = JSON.parse(readFileSync(join(PROJECT_ROOT, 'network/story/rcep-au-kr.json'), 'utf8')) as Readonly<
  Record<string, unknown>
>

const DAY_MS = 24 * 60 * 60 * 1000

/** A dataset as an issuing authority sends it. */
export type DatasetDraft = Readonly<Record<string, unknown>> & { readonly certificateNumber: string }

/** A complete dataset with a number of its own, issued today. */
export function aDataset(): DatasetBuilder {
  const today = new Date()
  return new DatasetBuilder({
    ...TEMPLATE,
    certificateNumber: `TEST-${randomUUID()}`,
    issueDateTime: today.toISOString(),
    validUntil: new Date(today.getTime() + 364 * DAY_MS).toISOString().slice(0, 10),
    // Issued before the goods leave: later would be retroactive.
    departureDate: new Date(today.getTime() + 3 * DAY_MS).toISOString().slice(0, 10),
  })
}

/** Says in words what is special about a dataset. */
export class DatasetBuilder {
  readonly #draft: DatasetDraft

  constructor(draft: DatasetDraft) {
    this.#draft = draft
  }

  /** Issued by the development authority of that member. */
  from(code: MemberCode): DatasetBuilder {
    return this.with({ issuingCountry: code, exportCountry: code, issuingAuthority: { id: `${code}-DEV-1` } })
  }

  to(code: string): DatasetBuilder {
    return this.with({ importCountry: code })
  }

  numbered(certificateNumber: string): DatasetBuilder {
    return this.with({ certificateNumber })
  }

  /** Issued and run out in the past. */
  expired(): DatasetBuilder {
    const day = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
    return this.with({ issueDateTime: `${day(1)}T00:00:00Z`, validUntil: day(1) })
  }

  with(members: Readonly<Record<string, unknown>>): DatasetBuilder {
    return new DatasetBuilder({ ...this.#draft, ...members })
  }

  build(): DatasetDraft {
    return this.#draft
  }
}

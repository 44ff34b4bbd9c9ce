import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CertificateId, CertificateLife, Statistics } from '@eco/domain'
import { lifeOf, statisticsOf } from '@eco/domain'
import { refusalReasonsOf } from '../declarations/register-uses'
import type { GatewayParts } from '../parts'
import type { AsOfBlock } from '../read-model/freshness'
import type { StoredCertificate } from '../read-model/store'
import type { StatisticsQuery } from './statistics.dto'

/** Figures, and as of which block they hold. */
export interface CountedStatistics {
  readonly statistics: Statistics
  readonly asOf: AsOfBlock
}

interface KnownLife {
  /** The block of the certificate's latest change that the life takes in. */
  readonly block: number
  readonly life: CertificateLife
}

const PAGE = 200

/** Counts what the read model shows of all certificates. A life that has not changed is not read again. */
export class StatisticsService {
  readonly #parts: Pick<GatewayParts, 'store' | 'freshness'>
  #known = new Map<CertificateId, KnownLife>()

  constructor(parts: Pick<GatewayParts, 'store' | 'freshness'>) {
    this.#parts = parts
  }

  /** The figures of the certificates that the query names; all of them for every member, since the register shows all. */
  async count(query: StatisticsQuery): Promise<CountedStatistics> {
    const asOf = this.#parts.freshness.asOf()
    const lives = await this.#lives()
    return { statistics: statisticsOf(lives.filter((life) => isAsked(life, query))), asOf }
  }

  async #lives(): Promise<readonly CertificateLife[]> {
    const known = new Map<CertificateId, KnownLife>()
    for (let after: number | undefined = 0; after !== undefined;) {
      const page = this.#parts.store.list({}, after, PAGE)
      for (const stored of page.certificates) {
        const life = this.#lifeOf(stored)
        if (life !== undefined) known.set(stored.record.id, life)
      }
      after = page.next
      // Others are answered between two pages; a certificate that changes meanwhile is seen before or after its change.
      await nextTurn()
    }
    this.#known = known
    return [...known.values()].map(({ life }) => life)
  }

  #lifeOf({ record, block }: StoredCertificate): KnownLife | undefined {
    const known = this.#known.get(record.id)
    if (known?.block === block) return known
    const { store } = this.#parts
    const [first, ...later] = store.history(record.id)
    if (first === undefined) return undefined
    return { block, life: lifeOf([first, ...later], refusalReasonsOf(store, record.id)) }
  }
}

function isAsked(life: CertificateLife, { from, to, issuer, importer, agreement }: StatisticsQuery): boolean {
  const month = new Date(life.registeredAt).toISOString().slice(0, 7)
  if ((from !== undefined && month < from) || (to !== undefined && month > to)) return false
  if (issuer !== undefined && life.issuingMember !== issuer) return false
  if (importer !== undefined && life.importingMember !== importer) return false
  return agreement === undefined || life.agreement === agreement
}

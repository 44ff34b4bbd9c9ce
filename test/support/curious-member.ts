import type { CertificateRecord, MemberCode } from '@eco/domain'
import { certificateId } from '@eco/domain'
import type { Client } from './client'

/** What somebody who is in none of the pairs concludes from the register alone. */
export interface Conclusions {
  /** How many certificates each pair exchanges: `AU → KR`. */
  readonly pairVolumes: Readonly<Record<string, number>>
  /** How many certificates each authority issues. */
  readonly authorityVolumes: Readonly<Record<string, number>>
  /** When each was registered, by id. */
  readonly issueTimes: Readonly<Record<string, string>>
  /** How many items each has. */
  readonly itemCounts: Readonly<Record<string, number>>
  /** Which share of each item is used, by id and number of the item. */
  readonly usedShares: Readonly<Record<string, number>>
  /** Numbers that were guessed, and found under their id. */
  readonly guessedNumbers: readonly string[]
}

/** A guess at a certificate's number. */
export interface Guess {
  readonly issuingMember: MemberCode
  readonly authority: string
  readonly number: string
}

/** Reads the whole register at one gateway, page by page, as every member may. */
export async function wholeRegister(client: Client): Promise<readonly CertificateRecord[]> {
  const records: CertificateRecord[] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`
    const { body } = await client.get<{ certificates: CertificateRecord[]; next?: string }>(
      `/api/v1/certificates?limit=200${cursor}`,
    )
    records.push(...body.certificates)
    next = body.next
  }
  return records
}

/** Concludes everything that the statement of exposure calls inferable. */
export function conclude(records: readonly CertificateRecord[], guesses: Iterable<Guess>): Conclusions {
  const ids = new Set<string>(records.map(({ id }) => id))
  return {
    pairVolumes: counted(records, ({ issuingMember, importingMember }) => `${issuingMember} → ${importingMember}`),
    authorityVolumes: counted(records, ({ authority }) => authority),
    issueTimes: Object.fromEntries(records.map(({ id, registration }) => [id, registration.registeredAt])),
    itemCounts: Object.fromEntries(records.map(({ id, items }) => [id, items.length])),
    usedShares: Object.fromEntries(
      records.flatMap(({ id, items }) =>
        items.map(({ seq, used, issued }) => [`${id} ${seq}`, Number((BigInt(used) * 1000n) / BigInt(issued)) / 1000]),
      ),
    ),
    guessedNumbers: [...guesses].filter((guess) => ids.has(certificateId(guess))).map(({ number }) => number),
  }
}

function counted(
  records: readonly CertificateRecord[],
  nameOf: (record: CertificateRecord) => string,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const record of records) counts[nameOf(record)] = (counts[nameOf(record)] ?? 0) + 1
  return counts
}

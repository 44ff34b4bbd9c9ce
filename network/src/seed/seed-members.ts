import { readFile } from 'node:fs/promises'
import { MEMBERS, parseDate, parsePublicJwk } from '@eco/domain'
import type { SeedMember } from '@eco/domain'
import { agreementKeyOf } from '../agreement-keys'
import { damaged } from '../launch-error'
import type { Layout } from '../layout'

/** Before every certificate that a newcomer will try, and after nothing that matters. */
const ACTIVE_FROM = '2020-01-01T00:00:00.000Z'

interface TrustFile {
  readonly authorities: readonly {
    readonly member: string
    readonly id: string
    readonly name: string
    readonly keys: readonly {
      readonly publicJwk: unknown
      readonly use?: 'seal' | 'official'
      readonly validFrom: string
    }[]
  }[]
}

/** What the members of a data folder declare: the authorities of its file of trusted ones, and their agreement keys. */
export async function readSeedMembers(layout: Layout): Promise<readonly SeedMember[]> {
  const { authorities } = await readTrust(layout)
  return Promise.all(
    MEMBERS.map(async ({ code }) => ({
      member: code,
      keyAgreement: await agreementKeyOf(layout, code),
      authorities: authorities
        .filter(({ member }) => member === code)
        .map(({ id, name, keys }) => ({
          id,
          name,
          activeFrom: ACTIVE_FROM,
          keys: keys.map(({ publicJwk, use = 'seal', validFrom }) => ({
            publicJwk: parsePublicJwk(publicJwk, 'publicJwk'),
            use,
            validFrom: parseDate(validFrom.slice(0, 10), 'validFrom'),
            validUntil: null,
          })),
        })),
    })),
  )
}

async function readTrust({ root, trust }: Layout): Promise<TrustFile> {
  try {
    return JSON.parse(await readFile(trust, 'utf8')) as TrustFile
  } catch (error) {
    throw damaged(root, `${trust} cannot be read`, error)
  }
}

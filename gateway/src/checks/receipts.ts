import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckReceipt, OrganisationCode, Role } from '@eco/domain'
import { ROLES, signReceipt } from '@eco/domain'
import { keyFileSource, openSigner } from '@eco/signatures'
import type { ClosableSigner } from '@eco/signatures'
import type { GatewayConfig } from '../config'

const PACKAGE = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')
const SOFTWARE = `eco ${(JSON.parse(PACKAGE) as { readonly version: string }).version}`

/** What a receipt says beside what the gateway itself adds. */
export type Answered = Omit<CheckReceipt, 'receipt' | 'organisation' | 'versions'> & {
  readonly agreement?: CheckReceipt['versions']['agreement']
}

/** Signs for every answer what it rested on, with the identity that the member's users of that role act under. */
export class Receipts {
  readonly #organisation: OrganisationCode
  readonly #signers: ReadonlyMap<Role, ClosableSigner>

  private constructor(organisation: OrganisationCode, signers: ReadonlyMap<Role, ClosableSigner>) {
    this.#organisation = organisation
    this.#signers = signers
  }

  /** Opens the identities of a configuration. */
  static async open({ member, identities }: Pick<GatewayConfig, 'member' | 'identities'>): Promise<Receipts> {
    const signers = new Map<Role, ClosableSigner>()
    for (const role of ROLES) {
      const files = identities[role]
      if (files === undefined) continue
      const certificates = await readFile(files.certificateFile, 'utf8')
      signers.set(role, await openSigner(keyFileSource(await readFile(files.privateKeyFile), { certificates })))
    }
    return new Receipts(member, signers)
  }

  /** A signed receipt; nothing where this gateway has no identity for the role. */
  async sign({ agreement, ...answered }: Answered): Promise<string | undefined> {
    const signer = this.#signers.get(answered.role)
    if (signer === undefined) return undefined
    return signReceipt(
      {
        receipt: randomBytes(16).toString('base64url'),
        organisation: this.#organisation,
        ...answered,
        versions: { software: SOFTWARE, ...(agreement !== undefined && { agreement }) },
      },
      signer,
    )
  }

  async close(): Promise<void> {
    for (const signer of this.#signers.values()) await signer.close()
  }
}

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { access, readFile, writeFile } from 'node:fs/promises'
import { MEMBERS, parsePublicJwk } from '@eco/domain'
import type { MemberCode, PublicJwk } from '@eco/domain'
import { damaged } from './launch-error'
import type { Layout } from './layout'

/** Makes the key-agreement key of every member that has none yet. Certificates are found by it for years: none is replaced. */
export async function makeAgreementKeys(layout: Layout): Promise<void> {
  for (const { code } of MEMBERS) {
    const file = layout.keys(code).keyAgreement
    if (await isThere(file)) continue
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
}

/** The public half, which the member publishes. */
export async function agreementKeyOf(layout: Layout, code: MemberCode): Promise<PublicJwk> {
  const file = layout.keys(code).keyAgreement
  try {
    const publicKey = createPublicKey(await readFile(file, 'utf8'))
    return parsePublicJwk(publicKey.export({ format: 'jwk' }), 'keyAgreement')
  } catch (error) {
    throw damaged(layout.root, `${file} cannot be read`, error)
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, writeWhole } from '../channel-folder'
import { LedgerError } from '../ledger/store'
import { createOrganization } from './authority'
import type { OrganizationMaterial } from './identity'

/**
 * An organisation's material: as given, as kept in the folder, or made now and kept there, readable by its owner only.
 * @throws LedgerError when the folder holds data that was signed under another authority.
 */
export async function materialOf(
  mspId: string,
  given: OrganizationMaterial | undefined,
  dataFolder: string | undefined,
): Promise<OrganizationMaterial> {
  if (dataFolder === undefined) return given ?? createOrganization({ mspId })
  const folder = join(dataFolder, 'organizations')
  const file = join(folder, `${mspId}.json`)
  const kept = existsSync(file) ? (readJson(file) as OrganizationMaterial) : undefined
  if (kept !== undefined && given !== undefined) checkAuthority(kept, given, dataFolder)
  const material = given ?? kept ?? (await createOrganization({ mspId }))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const text = JSON.stringify(material)
  if (JSON.stringify(kept) !== text) writeWhole(file, text)
  return material
}

function checkAuthority(kept: OrganizationMaterial, given: OrganizationMaterial, dataFolder: string): void {
  if (kept.ca.certificate === given.ca.certificate) return
  throw new LedgerError(
    `The data folder ${dataFolder} was written under another authority of ${given.mspId} than the one given: give that one, or start with another folder.`,
  )
}

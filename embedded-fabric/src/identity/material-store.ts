import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOrganization } from './authority'
import type { OrganizationMaterial } from './identity'

/** An organisation's material: as given, as kept in the folder, or made now and kept there, readable by its owner only. */
export async function materialOf(
  mspId: string,
  given: OrganizationMaterial | undefined,
  dataFolder: string | undefined,
): Promise<OrganizationMaterial> {
  if (dataFolder === undefined) return given ?? createOrganization({ mspId })
  const folder = join(dataFolder, 'organizations')
  const file = join(folder, `${mspId}.json`)
  if (given === undefined && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as OrganizationMaterial
  const material = given ?? (await createOrganization({ mspId }))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(material), { mode: 0o600 })
  return material
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { damaged, LaunchError } from './launch-error'
import type { Layout } from './layout'

/** Whether the folder has keys; @throws LaunchError when they are no longer valid. */
export async function haveDevelopmentKeys(layout: Layout, now: Date): Promise<boolean> {
  const text = await readFile(layout.keysMade, 'utf8').catch(() => undefined)
  if (text === undefined && !existsSync(layout.channel)) return false
  const validUntil = validUntilOf(text)
  if (validUntil === undefined) throw damaged(layout.root, `${layout.keysMade} cannot be read`)
  if (now.getTime() < Date.parse(validUntil)) return true
  throw new LaunchError(
    `The development certificates in ${layout.root} expired on ${validUntil.slice(0, 10)}: remove the data with \`npm run reset\`, then start again.`,
  )
}

function validUntilOf(text: string | undefined): string | undefined {
  try {
    const { validUntil } = JSON.parse(text ?? '') as { validUntil?: string }
    return validUntil
  } catch {
    return undefined
  }
}

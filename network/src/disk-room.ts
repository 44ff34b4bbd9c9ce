import { statfs } from 'node:fs/promises'
import { LaunchError } from './launch-error'

/** What a start needs for keys, databases and logs. */
export const ROOM_TO_START_MIB = 100

/** Below this nothing works any more, not even a log that would say so. */
export const NO_ROOM_MIB = 1

/** @throws LaunchError when the disk of a folder has less room than that. */
export async function requireRoom(folder: string, neededMiB: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeMiB = Math.floor((bavail * bsize) / 2 ** 20)
  if (freeMiB >= neededMiB) return
  throw new LaunchError(
    `The disk that holds ${folder} is full (${freeMiB} MiB free): make room, at least ${ROOM_TO_START_MIB} MiB, then start again.`,
  )
}

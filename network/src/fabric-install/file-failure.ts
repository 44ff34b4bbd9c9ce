import { LaunchError } from '../launch-error'

const FULL = ['ENOSPC', 'EDQUOT']
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST']

/** Whether it is this machine's disk that failed, so that asking the server again is of no use. */
export function isOfDisk(error: unknown): boolean {
  return [...FULL, ...FORBIDDEN].includes(codeOf(error))
}

/** The sentence for a disk that failed; undefined for any other failure. */
export function ofDisk(error: unknown, folder: string): LaunchError | undefined {
  const code = codeOf(error)
  if (FULL.includes(code)) {
    return new LaunchError(`The disk that holds ${folder} is full: make room, 400 MB, then repeat.`, { cause: error })
  }
  if (!FORBIDDEN.includes(code)) return undefined
  return new LaunchError(
    `The cache ${folder} cannot be written (${code}): give this user the right to, or set XDG_CACHE_HOME to another folder.`,
    { cause: error },
  )
}

/** The system's word for a failure, or nothing. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : ''
}

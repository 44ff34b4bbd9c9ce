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
  const { code } = Object(error) as { readonly code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** What a failure says, or what it was caused by does: the system's word is better than the library's "fetch failed". */
export function reasonOf(error: unknown): string {
  const { message, cause } = Object(error) as { readonly message?: unknown; readonly cause?: unknown }
  if (cause !== undefined && cause !== null) return reasonOf(cause)
  // Of several addresses, none of which answers, the failure has only a code.
  return typeof message === 'string' && message !== '' ? message : codeOf(error)
}

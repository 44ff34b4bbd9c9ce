/** Why the network does not start or run on, as one sentence that says what and what to do. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError'
}

/** The data folder cannot be used; `what` names the place. */
export function damaged(dataFolder: string, what: string, cause?: unknown): LaunchError {
  return new LaunchError(
    `The data folder ${dataFolder} is damaged (${what}): restore it from a copy, or remove it with \`npm run reset\`, then start again.`,
    { cause },
  )
}

interface Explanation {
  readonly sign: RegExp
  readonly sentence: (dataFolder: string) => string
}

/** What a failed process or system call says, and what that means to whoever started the network. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    sign: /ENOSPC|disk is full|SQLITE_FULL/,
    sentence: (folder) => `The disk that holds ${folder} is full: make room, then start again.`,
  },
  {
    sign: /EADDRINUSE/,
    sentence: () =>
      'A port that the network needs is taken: stop the other program, or set ECO_BASE_PORT to another start of 41 free ports.',
  },
  {
    sign: /EACCES|EPERM|EROFS/,
    sentence: (folder) =>
      `The data folder ${folder} cannot be written: give this user the right to, or set ECO_DATA to another folder.`,
  },
  {
    sign: /damaged|malformed|not a database|SQLITE_CORRUPT|SQLITE_NOTADB/i,
    sentence: (folder) => damaged(folder, 'its database cannot be read').message,
  },
  {
    sign: /\bheld by\b|\bin use\b|locked by/i,
    sentence: (folder) => `Another process holds the data folder ${folder}: stop that one first.`,
  },
]

/** Turns a failure into the sentence for it; what has no sentence of its own keeps its text. */
export function explain(error: unknown, dataFolder: string): LaunchError {
  if (error instanceof LaunchError) return error
  const text = error instanceof Error ? error.message : String(error)
  const known = EXPLANATIONS.find(({ sign }) => sign.test(text))
  return new LaunchError(known === undefined ? text : known.sentence(dataFolder), { cause: error })
}

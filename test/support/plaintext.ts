/** How often something encoded may itself hold something encoded. */
const DEPTH = 5
const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}={0,2}/g
const HEX_RUN = /(?:[0-9a-fA-F]{2}){8,}/g
const ESCAPED = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/

/**
 * Every way in which bytes can be read as text: as they stand (which finds what JSON and the text types of DER hold), without
 * the zero bytes of two-byte text and the line ends of PEM, with JSON's escapes undone, and decoded from base64 and hex.
 */
export function readingsOf(bytes: Uint8Array): readonly string[] {
  const readings = new Set<string>()
  const seen = new Set<string>()
  const visit = (piece: Buffer, depth: number): void => {
    const text = piece.toString('latin1')
    if (seen.has(text)) return
    seen.add(text)
    const forms = new Set([text, text.replaceAll('\0', ''), text.replaceAll(/[\r\n]/g, ''), unescaped(text)])
    for (const form of forms) {
      readings.add(form)
      if (depth === DEPTH) continue
      for (const [run] of form.matchAll(BASE64_RUN)) visitDecoded(run, depth, visit)
      for (const [run] of form.matchAll(HEX_RUN)) visit(Buffer.from(run, 'hex'), depth + 1)
    }
  }
  visit(Buffer.from(bytes), 0)
  return [...readings]
}

/** Which of these texts stand somewhere in the bytes, as words of their own. */
export function foundIn(bytes: Uint8Array, texts: readonly string[]): readonly string[] {
  const readings = readingsOf(bytes)
  return texts.filter((text) => {
    const needle = Buffer.from(text, 'utf8').toString('latin1')
    return readings.some((reading) => standsIn(reading, needle))
  })
}

/** Every text and number in a value that is long enough to be told from chance. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 4 ? [value] : []
  if (typeof value === 'number') return value > 9999 ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.values(value).flatMap(textsOf))]
}

/** The end of a run may belong to what follows, and its beginning to what stands before: all four phases are read. */
function visitDecoded(run: string, depth: number, visit: (piece: Buffer, depth: number) => void): void {
  const phases = depth === 0 ? [0, 1, 2, 3] : [0]
  for (const phase of phases) {
    const piece = Buffer.from(run.slice(phase), 'base64')
    // Bytes that spell nothing hold nothing that could be decoded further.
    if (/[ -~]{6,}/.test(piece.toString('latin1').replaceAll('\0', ''))) visit(piece, depth + 1)
  }
}

function unescaped(text: string): string {
  if (!ESCAPED.test(text)) return text
  return text
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) =>
      Buffer.from(String.fromCharCode(parseInt(hex, 16))).toString('latin1'),
    )
    .replaceAll(/\\(["\\/])/g, '$1')
}

/** Digits inside a longer number or hash are chance: only a word of its own counts. */
function standsIn(reading: string, needle: string): boolean {
  for (let at = reading.indexOf(needle); at >= 0; at = reading.indexOf(needle, at + 1)) {
    const [before = ' ', after = ' '] = [reading[at - 1], reading[at + needle.length]]
    if (!/^[0-9A-Za-z]+$/.test(needle) || (!/[0-9A-Za-z]/.test(before) && !/[0-9A-Za-z]/.test(after))) return true
  }
  return false
}

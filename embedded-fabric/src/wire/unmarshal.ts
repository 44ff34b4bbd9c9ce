/** Bytes that are not the message that they should be; the message has Fabric's words. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

/** How Go's protobuf says it. */
export const WIRE_FORMAT = 'proto: cannot parse invalid wire-format data'

/** Reads the message of this name. */
export function unmarshal<Message>(name: string, read: () => Message, prefix = ''): Message {
  try {
    return read()
  } catch {
    throw new UnreadableError(`${prefix}error unmarshalling ${name}: ${WIRE_FORMAT}`)
  }
}

/** Why the message of this name cannot be read; undefined when it can. */
export function problemOf(name: string, read: () => unknown): string | undefined {
  try {
    unmarshal(name, read)
    return undefined
  } catch (error) {
    if (error instanceof UnreadableError) return error.message
    throw error
  }
}

/** As for Fabric's peers: 100 MiB. */
export const MAX_MESSAGE_BYTES = 100 * 1024 * 1024

const HEADER_BYTES = 5

/** A message as gRPC frames it: not compressed, its length, its bytes. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + message.length)
  framed[0] = 0
  framed.writeUInt32BE(message.length, 1)
  framed.set(message, HEADER_BYTES)
  return framed
}

/** Puts the messages of a gRPC stream together again, in whatever pieces they arrive. */
export class FrameReader {
  #chunks: Buffer[] = []
  #size = 0
  /** Bytes that must have arrived before anything can be read: joining earlier would copy a large message many times. */
  #needed = HEADER_BYTES

  /** @throws Error when the other side does not keep to the protocol or its limits. */
  push(chunk: Buffer, receive: (message: Uint8Array) => void): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size < this.#needed) return
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size)
    let offset = 0
    while (this.#hasMessage(bytes, offset)) {
      receive(new Uint8Array(bytes.buffer, bytes.byteOffset + offset + HEADER_BYTES, this.#needed - HEADER_BYTES))
      offset += this.#needed
    }
    this.#chunks = offset === bytes.length ? [] : [bytes.subarray(offset)]
    this.#size = bytes.length - offset
  }

  #hasMessage(bytes: Buffer, offset: number): boolean {
    this.#needed = HEADER_BYTES
    if (bytes.length - offset < HEADER_BYTES) return false
    if (bytes[offset] !== 0) throw new Error('compressed messages are not supported')
    const length = bytes.readUInt32BE(offset + 1)
    if (length > MAX_MESSAGE_BYTES) {
      throw new Error(`received message larger than max (${length} vs. ${MAX_MESSAGE_BYTES})`)
    }
    this.#needed = HEADER_BYTES + length
    return bytes.length - offset >= this.#needed
  }
}

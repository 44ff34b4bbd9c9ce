import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { frame, FrameReader, MAX_MESSAGE_BYTES } from './frames'

describe('a stream of framed messages', () => {
  it('yields each message once, in order, in whatever pieces it arrives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.array(fc.integer({ min: 1, max: 30 })),
        (messages, cuts) => {
          const reader = new FrameReader()
          const received: Uint8Array[] = []

          for (const piece of pieces(Buffer.concat(messages.map(frame)), cuts)) {
            reader.push(piece, (message) => received.push(new Uint8Array(message)))
          }

          expect(received).toEqual(messages)
        },
      ),
    )
  })

  it('refuses a message above the limit before it has arrived', () => {
    const header = Buffer.alloc(5)
    header.writeUInt32BE(MAX_MESSAGE_BYTES + 1, 1)

    expect(() => new FrameReader().push(header, () => undefined)).toThrow(
      'received message larger than max (104857601 vs. 104857600)',
    )
  })

  it('refuses a compressed message', () => {
    expect(() => new FrameReader().push(Buffer.from([1, 0, 0, 0, 0]), () => undefined)).toThrow('compressed')
  })
})

function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const found: Buffer[] = []
  let offset = 0
  for (const cut of cuts) {
    found.push(bytes.subarray(offset, offset + cut))
    offset += cut
  }
  return [...found, bytes.subarray(offset)].filter((piece) => piece.length > 0)
}

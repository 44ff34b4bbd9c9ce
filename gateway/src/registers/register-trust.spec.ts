import { describe, expect, it } from '@jest/globals'
import { readTrust } from '@eco/domain'
import { generateKeyPairSync } from 'node:crypto'
import { nodeCryptography } from '@eco/signatures'
import { calculateJwkThumbprint } from 'jose'
import { authorityKey, runTransaction, MemoryLedger, REGISTER_TRANSACTIONS } from '@eco/domain'
import type { RecordKind } from '@eco/domain'
import { RegisterTrust } from './register-trust'

const TODAY = new Date('2026-06-01T12:00:00.000Z')

interface Jwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

function aJwk(): Jwk {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** The registers of a ledger in memory, as a read model shows them. */
class Registers {
  readonly #ledger = new MemoryLedger()
  readonly #blocks = new Map<string, number>()
  #block = 0

  records(kind: RecordKind): { key: string; text: string; block: number; time: string }[] {
    const prefix = kind === 'authority' ? 'a/' : 'none/'
    return this.#ledger
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({
        key,
        text: this.#ledger.value(key) ?? '',
        block: this.#blocks.get(key) ?? 0,
        time: TODAY.toISOString(),
      }))
  }

  extent(kind: RecordKind): { records: number; block: number } {
    const records = this.records(kind)
    return { records: records.length, block: Math.max(0, ...records.map(({ block }) => block)) }
  }

  async change(name: 'declareAuthority' | 'declareKey' | 'reportCompromise', entry: object): Promise<void> {
    this.#block += 1
    const transactionId = String(this.#block).padStart(64, '0')
    const state = this.#ledger.simulate()
    const caller = { organisation: 'AU', role: 'member-admin', authority: undefined } as const
    const run = { caller, transactionId, time: TODAY.toISOString(), state }
    await runTransaction(name, REGISTER_TRANSACTIONS[name], [`r${this.#block}`, JSON.stringify([entry])], run)
    state.commit(transactionId)
    this.#blocks.set(authorityKey('AU', 'AU-1'), this.#block)
  }
}

describe('the trust of a gateway', () => {
  it('is what the registers say, and the file for authorities that nobody declared', async () => {
    const [declared, ofFile] = [aJwk(), aJwk()]
    const [thumbprint, other] = [await calculateJwkThumbprint(declared), await calculateJwkThumbprint(ofFile)]
    const key = { thumbprint: other, publicJwk: ofFile, validFrom: '2020-01-01' }
    const file = readTrust(
      {
        authorities: [
          { member: 'AU', id: 'AU-1', keys: [key] },
          { member: 'CN', id: 'CN-1', keys: [] },
        ],
      },
      nodeCryptography(),
    )
    const registers = new Registers()
    const trust = new RegisterTrust(registers, file, 'CN', () => TODAY)

    expect([...trust.current().keys.keys()]).toEqual([other])
    const authority = { id: 'AU-1', name: 'Chamber', functions: ['issuing'], activeFrom: '2020-01-01T00:00:00.000Z' }
    await registers.change('declareAuthority', authority)
    const entry = { authority: 'AU-1', publicJwk: declared, use: 'seal', validFrom: '2020-01-01', validUntil: null }
    await registers.change('declareKey', entry)

    expect([...trust.current().keys.keys()]).toEqual([thumbprint])
    expect(trust.current().snapshot.authorities.map(({ id }) => id)).toEqual(['AU-1', 'CN-1'])
    expect(trust.current()).toBe(trust.current())

    await registers.change('reportCompromise', { authority: 'AU-1', thumbprint, from: '2026-05-01T00:00:00.000Z' })

    expect(trust.current().keys.get(thumbprint)?.key.compromisedFrom).toBe('2026-05-01T00:00:00.000Z')
  })
})

import { describe, expect, it } from '@jest/globals'
import { Refusal } from '../refusal'
import { MemoryLedger } from './memory-state'
import { Workspace } from './workspace'

function aLedger(values: Readonly<Record<string, string>> = {}): MemoryLedger {
  const ledger = new MemoryLedger()
  ledger.commit('first', new Map(Object.entries(values)))
  return ledger
}

describe('the records that a transaction works on', () => {
  it('show what was written before in the same transaction', async () => {
    const workspace = new Workspace(aLedger({ key: 'old' }).simulate())

    expect(await workspace.read('key')).toBe('old')
    workspace.write('key', 'new')

    expect(await workspace.read('key')).toBe('new')
  })

  it('are read from the ledger once', async () => {
    const simulation = aLedger({ key: 'old' }).simulate()
    const workspace = new Workspace(simulation)

    await workspace.read('key')
    await workspace.read('key')

    expect(simulation.reads).toEqual(['key'])
  })

  it('lose what an entry wrote that was refused, and keep what the others wrote', async () => {
    const simulation = aLedger({ key: 'old' }).simulate()
    const workspace = new Workspace(simulation)
    const write = (key: string, text: string): Promise<void> =>
      workspace.attempt(() => {
        workspace.write(key, text)
        return text === 'bad' ? Promise.reject(new Refusal('CERTIFICATE_USED', 'no')) : Promise.resolve()
      })

    await write('key', 'good')
    await expect(write('key', 'bad')).rejects.toThrow(Refusal)
    await write('another', 'good')
    await workspace.flush()

    expect(await workspace.read('key')).toBe('good')
    expect([...simulation.writes]).toEqual([
      ['another', 'good'],
      ['key', 'good'],
    ])
  })
})

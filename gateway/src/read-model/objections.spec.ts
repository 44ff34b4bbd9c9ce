import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { Caller, CertificateId, CommittedCall, PublicState, Registration, TransactionName } from '@eco/domain'
import {
  certificateId,
  MemoryLedger,
  parseDataset,
  printRegistration,
  referenceOf,
  registeredKey,
  registrationOf,
  runTransaction,
  sha256Hex,
  shortId,
  statusKey,
  TRANSACTIONS,
} from '@eco/domain'
import type { DocumentHash } from '@eco/domain'
import { anIdKey, ARegister, sealOf, seedMembers } from '@eco/domain/testing'
import type { RegisterCall } from '../register/register'
import { aDataset } from '../testing/a-dataset'
import { authorityOf, TODAY } from '../testing/in-memory-register'
import { entitlementOf } from './entitlement'
import { objectionsTo } from './objections'
import { Store } from './store'

const AUSTRALIA: Caller = { organisation: 'AU', role: 'issuer', authority: 'AU-CHAMBER' }
const SWITZERLAND: Caller = { organisation: 'CH', role: 'issuer', authority: 'CH-CHAMBER' }
const KOREA: Caller = { organisation: 'KR', role: 'customs', authority: undefined }

const ORIGINAL = anOriginal()
const ID = ORIGINAL.id
const EMPTY: PublicState = { read: () => Promise.resolve(undefined), privateHash: () => Promise.resolve(undefined) }

/** What the rules do for one caller, in a block that says that another one sent it. */
async function committed(
  ledger: MemoryLedger,
  [name, entry]: readonly [TransactionName, unknown],
  caller: Caller,
  sender: Caller = caller,
): Promise<RegisterCall> {
  const args = [`request-${ledger.keys().length}`, JSON.stringify([entry])]
  const transactionId = createHash('sha256')
    .update(JSON.stringify([name, args, sender]))
    .digest('hex')
  const time = TODAY.toISOString()
  const state = ledger.simulate()
  const { answer } = await runTransaction(name, TRANSACTIONS[name], args, { caller, transactionId, time, state })
  state.commit(transactionId)
  const { writes } = state
  const submitter = `${sender.organisation}MSP`
  return { caller: sender, transactionId, time, submitter, name, args, answer, writes, privateWrites: [] }
}

const REGISTERS = ARegister.seeded(seedMembers(authorityOf)).then((register) => register.records())

/** A ledger on which every member has declared itself and its authority. */
async function aLedger(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  ledger.commit('seed', await REGISTERS)
  return ledger
}

function anOriginal(): Registration {
  const reading = parseDataset(aDataset({ issuingCountry: 'AU', issuingAuthority: { id: 'AU-CHAMBER' } }))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return registrationOf({
    ...{ id: certificateId(referenceOf(reading.dataset), anIdKey()), dataset: reading.dataset, salt: '0'.repeat(32) },
    ...{ documentFormat: 'sd-jwt', keyId: sealOf('AU') },
    documentHash: sha256Hex('document') as unknown as DocumentHash,
  })
}

/** A read model of blocks with one transaction each, after one that holds the registers. */
async function following(calls: readonly RegisterCall[]): Promise<Store> {
  const store = Store.open(':memory:')
  const declared = { transactionId: 'seed', time: TODAY.toISOString(), submitter: 'AUMSP' }
  const registers = [...(await REGISTERS)].map(([key, text]) => ({ ...declared, key, text }))
  const nothing = { certificates: [], objections: [], privateHashes: new Map<string, string>() }
  store.apply({ genesis: 'g', block: 0, hash: '0', time: undefined }, { records: registers, ...nothing })
  for (const [index, call] of calls.entries()) {
    const block = index + 1
    const rechecked = await objectionsTo([call], store.publicState())
    const records = [...call.writes].map(([key, text = '']) => ({ ...call, key, text }))
    const checkpoint = { genesis: 'g', block, hash: String(block), time: call.time }
    store.apply(checkpoint, { records, certificates: [], ...rechecked })
  }
  return store
}

function recordOf(id: CertificateId): Parameters<typeof entitlementOf>[1] {
  const links = { replaces: null, replacedBy: null, originals: [] }
  const record = { id, issuingMember: 'AU', authority: 'AU-CHAMBER', agreement: 'RCEP', agreementVersion: '2022' }
  return { ...record, importingMember: 'KR', links } as unknown as Parameters<typeof entitlementOf>[1]
}

describe('every change that a read model takes over', () => {
  it('is run again, and nothing is objected to what the rules allowed', async () => {
    const ledger = await aLedger()
    const issue = await committed(ledger, ['issue', printRegistration(ORIGINAL)], AUSTRALIA)
    const cancel = await committed(ledger, ['cancel', { certificate: ID, reason: 'other' }], AUSTRALIA)

    using store = closing(await following([issue, cancel]))

    expect(store.objections.toCertificate(ID)).toEqual([])
    expect(entitlementOf(store, recordOf(ID), [])).toEqual({ registration: [], changes: [], beneath: [] })
  })

  it('is objected to where colluding members registered in the name of another one: the registration', async () => {
    const forged = await committed(await aLedger(), ['issue', printRegistration(ORIGINAL)], AUSTRALIA, SWITZERLAND)

    using store = closing(await following([forged]))

    expect(store.objections.toCertificate(ID)).toMatchObject([
      { transactionId: forged.transactionId, submitter: 'CHMSP', key: registeredKey(ID), block: 1 },
    ])
    expect(entitlementOf(store, recordOf(ID), [])).toMatchObject({ registration: [forged.transactionId], changes: [] })
  })

  it('is objected to where they cancelled in its name: the later change, and not the registration', async () => {
    const ledger = await aLedger()
    const issue = await committed(ledger, ['issue', printRegistration(ORIGINAL)], AUSTRALIA)
    const forged = await committed(ledger, ['cancel', { certificate: ID, reason: 'other' }], AUSTRALIA, KOREA)

    using store = closing(await following([issue, forged]))

    expect(store.objections.toCertificate(ID)).toMatchObject([
      { rule: 'ROLE_NOT_ALLOWED', key: statusKey(ID), block: 2 },
    ])
    expect(entitlementOf(store, recordOf(ID), [])).toMatchObject({ registration: [], changes: [forged.transactionId] })
  })

  it('is objected to where a contract without rules wrote it, whatever it was called', async () => {
    const key = registeredKey(ID)
    const call: CommittedCall = {
      ...{ caller: SWITZERLAND, transactionId: 't', time: '2026-03-02T00:00:00.000Z', name: 'forge', args: [key] },
      ...{ answer: '["forged"]', writes: new Map([[key, '["forged"]']]), privateWrites: [] },
    }

    const { objections } = await objectionsTo([{ ...call, submitter: 'CHMSP' }], EMPTY)

    expect(objections).toMatchObject([{ rule: 'RULES_DIFFER', keys: [`c/${shortId(ID)}`] }])
  })

  it('counts against whatever rests on it: here the record of the authority', async () => {
    const key = 'a/AU/AU-CHAMBER'
    const call: RegisterCall = {
      ...{ caller: SWITZERLAND, transactionId: 't', time: '2026-03-02T00:00:00.000Z', name: 'forge', args: [key] },
      ...{ answer: '', writes: new Map([[key, '["forged"]']]), privateWrites: [], submitter: 'CHMSP' },
    }

    using store = closing(await following([call]))

    expect(entitlementOf(store, recordOf(ID), [])).toEqual({ registration: [], changes: [], beneath: ['t'] })
  })
})

function closing(store: Store): Store & Disposable {
  return Object.assign(store, { [Symbol.dispose]: () => store.close() })
}

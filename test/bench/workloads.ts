import { join } from 'node:path'
import { certificateId } from '@eco/domain'
import { anIdKey, sealOf, seedMembers, seedTransactions } from '@eco/domain/testing'
import type { Contract } from '@hyperledger/fabric-gateway'

/** What the benchmark submits and evaluates, and the process that serves its contract. */
export interface Workload {
  readonly name: string
  readonly server: string
  /** Attributes of the client's certificate. */
  readonly attributes: Record<string, string>
  /** A call that changes nothing. */
  readonly probe: readonly [name: string, ...args: string[]]
  /** What is submitted before the load, one after the other, by clients of the organisations with these attributes. */
  readonly preparation?: {
    readonly attributes: Record<string, string>
    readonly transactions: readonly {
      readonly mspId: string
      readonly name: string
      readonly args: readonly string[]
    }[]
  }
  submit(contract: Contract, n: number): Promise<void>
  evaluate(contract: Contract): Promise<void>
}

/** A value under a key of its own, read back: the least that a contract can do. */
export function putGetWorkload(): Workload {
  return {
    name: 'plain put and get',
    server: join(__dirname, 'put-get-contract.js'),
    attributes: {},
    probe: ['get', 'nothing'],
    submit: async (contract, n) => {
      await contract.submitTransaction('put', `key-${n}`, `value of ${n}`)
    },
    evaluate: async (contract) => {
      await contract.evaluateTransaction('get', 'key--1')
    },
  }
}

const AUTHORITY = 'AU-DEV-1'
const SEAL = sealOf('AU')
const DAY_MS = 24 * 60 * 60 * 1000

/** The product's own contract: one certificate a transaction. */
export function productWorkload(): Workload {
  return {
    name: "the product's contract, one certificate a transaction",
    server: join(__dirname, '..', '..', '..', 'chaincode', 'dist', 'main.js'),
    attributes: { 'eco.role': 'issuer', 'eco.authority': AUTHORITY },
    probe: ['org.hyperledger.fabric:GetMetadata'],
    preparation: { attributes: { 'eco.role': 'member-admin' }, transactions: declarations() },
    submit: async (contract, n) => {
      const registrations = JSON.stringify([registration(`BENCH-${n}`)])
      const result = await contract.submitTransaction('issue', `bench-request-${n}`, registrations)
      if (Buffer.from(result).toString() !== '{"outcomes":["done"]}') throw new Error(Buffer.from(result).toString())
    },
    evaluate: async (contract) => {
      await contract.evaluateTransaction('get', idOf('BENCH--1'))
    },
  }
}

/** What every member declares, without which nobody may issue. */
function declarations(): NonNullable<Workload['preparation']>['transactions'] {
  return seedTransactions(seedMembers((member) => `${member}-DEV-1`)).map(({ caller, name, args }) => ({
    mspId: `${caller.organisation}MSP`,
    name,
    args,
  }))
}

function idOf(number: string): string {
  return certificateId({ issuingMember: 'AU', authority: AUTHORITY, number }, anIdKey())
}

function registration(number: string): Record<string, unknown> {
  return {
    id: idOf(number),
    agreement: 'RCEP',
    agreementVersion: '2022',
    kind: 'original',
    importingMember: 'KR',
    documentHash: idOf(`${number}-document`),
    documentFormat: 'sd-jwt',
    keyId: SEAL,
    issueDate: dayAfter(0),
    validUntil: dayAfter(300),
    items: [{ seq: 1, issued: '1000' }],
  }
}

function dayAfter(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}

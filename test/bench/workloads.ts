import { join } from 'node:path'
import { certificateId } from '@eco/domain'
import type { Contract } from '@hyperledger/fabric-gateway'

/** What the benchmark submits and evaluates, and the process that serves its contract. */
export interface Workload {
  readonly name: string
  readonly server: string
  /** Attributes of the client's certificate. */
  readonly attributes: Record<string, string>
  /** A call that changes nothing. */
  readonly probe: readonly [name: string, ...args: string[]]
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

/** The product's own contract: one certificate a transaction. */
export function productWorkload(): Workload {
  return {
    name: "the product's contract, one certificate a transaction",
    server: join(__dirname, '..', '..', '..', 'chaincode', 'dist', 'main.js'),
    attributes: { 'eco.role': 'issuer', 'eco.authority': AUTHORITY },
    probe: ['org.hyperledger.fabric:GetMetadata'],
    submit: async (contract, n) => {
      const registrations = JSON.stringify([registration(`BENCH-${n}`)])
      const result = await contract.submitTransaction('issue', `bench-request-${n}`, registrations)
      if (!Buffer.from(result).includes('"outcome":"issued"')) throw new Error(Buffer.from(result).toString())
    },
    evaluate: async (contract) => {
      await contract.evaluateTransaction('get', idOf('BENCH--1'))
    },
  }
}

function idOf(number: string): string {
  return certificateId({ issuingMember: 'AU', authority: AUTHORITY, number })
}

function registration(number: string): Record<string, unknown> {
  return {
    id: idOf(number),
    agreement: 'RCEP',
    agreementVersion: '1',
    kind: 'original',
    importingMember: 'KR',
    documentHash: idOf(`${number}-document`),
    documentFormat: 'sd-jwt',
    keyId: 'A'.repeat(43),
    issueDate: '2026-11-20',
    validUntil: '2027-11-19',
    items: [{ seq: 1, issued: '1000' }],
  }
}

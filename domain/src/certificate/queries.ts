import { canonicalText } from '../canonical'
import { parseCertificateId } from '../certificate-id'
import { ofLedger } from '../ledger/stored'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { ancestryOf } from './ancestry'
import { copiesKey, destinationKey, loadCertificate, registeredKey, requireRegistered, statusKey, useKey } from './load'
import { parseRegisteredCertificate } from './registered'
import { parseDestination, parseStatus } from './status'
import type { ChangeMark } from './status'
import { parseCopies } from './true-copies'
import { parseUseId } from './use-entries'
import { parseUse } from './use-record'

/** One certificate's record, all that the register knows of it taken together. */
export async function get(tx: Transaction, input?: string): Promise<string> {
  const record = await loadCertificate(tx.workspace, parseCertificateId(input))
  if (record === undefined) throw new Refusal('CERTIFICATE_NOT_FOUND', 'id: nothing is registered under it')
  return canonicalText(record)
}

/** Every change of a certificate, the oldest first: `[{transactionId, transition, reason, requestId, at}]`. */
export async function history(tx: Transaction, input?: string): Promise<string> {
  const id = parseCertificateId(input)
  const issued = async (): Promise<readonly Marked[]> =>
    marksOf(tx, registeredKey(id), (text) => {
      const { requestId, registeredAt } = parseRegisteredCertificate(id, text)
      return { transition: 'issue', reason: null, requestId, at: registeredAt }
    })
  const marks = [
    ...(await issued()),
    ...(await marksOf(tx, statusKey(id), (text) => parseStatus(text).last)),
    ...(await marksOf(tx, destinationKey(id), (text) => parseDestination(text).last)),
    ...(await marksOf(tx, copiesKey(id), copiedLast)),
  ]
  if (marks.length === 0) throw new Refusal('CERTIFICATE_NOT_FOUND', 'id: nothing is registered under it')
  // What a certificate carries over when it is issued stands in its status too, in the same transaction.
  const own = marks.filter(({ transition, transactionId }, index) => {
    return transition !== 'issue' || marks.findIndex((mark) => mark.transactionId === transactionId) === index
  })
  return canonicalText(own.toSorted((one, other) => one.at - other.at))
}

/** Every version of one use, the oldest first: `[{transactionId, ...use}]`. */
export async function uses(tx: Transaction, input?: string, use?: string): Promise<string> {
  const id = parseCertificateId(input)
  const versions = await tx.state.versions(useKey(id, parseUseId(use)))
  if (versions.length === 0) throw new Refusal('USE_NOT_FOUND', 'use: the certificate has none of this name')
  return canonicalText(
    // What is remembered of earlier steps stands in the versions before.
    versions.map(({ transactionId, text }) => ({ transactionId, ...ofLedger(text, useIn) })),
  )
}

/** What a certificate comes from, the nearest first: `[{id, depth, document, reason, isPredecessor}]`. */
export async function ancestry(tx: Transaction, input?: string): Promise<string> {
  const { id } = await requireRegistered(tx.workspace, parseCertificateId(input))
  return canonicalText(await ancestryOf(tx.workspace, id))
}

function useIn(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parseUse(text)).filter(([name]) => name !== 'earlier'))
}

// A version holds all copies so far; it is about the last of them.
function copiedLast(text: string): ChangeMark {
  const latest = parseCopies(text).at(-1)
  if (latest === undefined) throw new Error('The ledger holds a list of no copies')
  return latest
}

interface Marked extends ChangeMark {
  readonly transactionId: string
}

async function marksOf(tx: Transaction, key: string, markIn: (text: string) => ChangeMark): Promise<readonly Marked[]> {
  const versions = await tx.state.versions(key)
  return versions.flatMap(({ transactionId, text }) => {
    const mark = ofLedger(text, markIn)
    return mark === undefined ? [] : [{ transactionId, ...mark }]
  })
}

import type { Caller } from '../caller'
import { Refusal } from '../refusal'
import { malformed } from '../shape'
import type { LedgerState } from './ledger-state'
import type { TransactionSpec } from './transaction'
import { Workspace } from './workspace'

/** Who submits a transaction, when, and to what. */
export interface RunInput {
  readonly caller: Caller
  readonly transactionId: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string
  readonly state: LedgerState
}

/** What a transaction answers, and how many records it wrote. */
export interface RunResult {
  readonly answer: string
  readonly written: number
}

/**
 * Runs one transaction of the table: the caller's role, the number of arguments, the rules, and then the writes.
 * The contract, the audit of every member and the tests run this and nothing else.
 * @throws Refusal if a rule says no to the whole; nothing is written then.
 */
export async function runTransaction(
  name: string,
  spec: TransactionSpec,
  args: readonly string[],
  { state, ...input }: RunInput,
): Promise<RunResult> {
  requireRole(name, spec, input.caller)
  if (args.length !== spec.arguments.length) {
    throw malformed('arguments', `must be ${spec.arguments.join(', ') || 'none'}`)
  }
  const workspace = new Workspace(state)
  const answer = await spec.run({ ...input, workspace, state }, ...args)
  if (spec.writes) await workspace.flush()
  return { answer, written: spec.writes ? workspace.size : 0 }
}

function requireRole(name: string, { roles }: TransactionSpec, { role }: Caller): void {
  if (roles.length === 0 || roles.some((allowed) => allowed === role)) return
  throw new Refusal('ROLE_NOT_ALLOWED', `${name} is for the role ${roles.join(' or ')}, not for ${role ?? 'no role'}`)
}

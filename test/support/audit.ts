import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { OrganisationCode } from '@eco/domain'
import { PROJECT_ROOT } from '@eco/network'
import type { TestNetwork } from './test-network'

/** What `npm run audit -- --json` says of a transaction that does not hold. */
export interface AuditFinding {
  readonly rule: string
  readonly block: number
  readonly detail: string
  readonly transaction?: {
    readonly id: string
    readonly name: string
    readonly certificates: readonly string[]
    readonly submitter?: { readonly organisation: string }
    readonly inTheNameOf: readonly string[]
    readonly endorsers: readonly string[]
  }
}

/** How an audit ended, and its report. */
export interface Audited {
  readonly code: number
  readonly text: string
  readonly report: {
    readonly ordering: string
    readonly transactions: number
    readonly seconds: number
    readonly rerun: Readonly<Record<string, number>>
    readonly findings: readonly AuditFinding[]
  }
}

const AUDIT = join(PROJECT_ROOT, 'evidence/dist/audit.js')

/** Runs the audit of one organisation as its operator would. */
export async function audit({ network }: TestNetwork, member: OrganisationCode): Promise<Audited> {
  const args = [AUDIT, '--member', member, '--config', network.layout.gatewayConfig]
  const { code, out } = await run([...args, '--json'])
  const { out: text } = await run(args)
  return { code, text, report: JSON.parse(out) as Audited['report'] }
}

function run(args: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, out, complaints) => {
      if (out === '') reject(new Error(complaints))
      else resolve({ code: Number(error?.code ?? 0), out })
    })
  })
}
